import { labellingCost } from '@alaas/core';
import { describe, expect, it } from 'vitest';

describe('labellingCost', () => {
  it('gives money and days for the rates that are known', () => {
    expect(labellingCost(1000, {})).toEqual({});
    expect(labellingCost(1000, { pricePerLabel: 0.12 })).toEqual({ money: 120 });
    expect(labellingCost(7200, { secondsPerLabel: 4, hoursPerDay: 4 })).toEqual({
      hours: 8,
      days: 2,
    });
  });

  it.each([
    { pricePerLabel: -1 },
    { secondsPerLabel: Number.NaN },
    { secondsPerLabel: Infinity },
    { hoursPerDay: 0 },
  ])('refuses %j', (rates) => {
    expect(() => labellingCost(10, rates)).toThrowError(
      expect.objectContaining({ code: 'FORECAST_OPTION_INVALID' }),
    );
  });
});
