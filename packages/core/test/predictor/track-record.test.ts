import { settleForecasts, summariseRecord } from '@alaas/core';
import { describe, expect, it } from 'vitest';

const record = [
  { atLabels: 50, forLabels: 100, p10: 0.6, p50: 0.7, p90: 0.8 },
  { atLabels: 50, forLabels: 150, p10: 0.65, p50: 0.75, p90: 0.85 },
  { atLabels: 50, forLabels: 900, p10: 0.7, p50: 0.8, p90: 0.9 },
];
const options = { classCount: 10, holdout: 10_000 };
const points = [
  { labels: 50, value: 0.5 },
  { labels: 100, value: 0.72 },
  { labels: 200, value: 0.9 },
];

describe('track record of forecasts', () => {
  it('settles what came true, between points on a straight line', () => {
    const settled = settleForecasts(record, points, options);
    expect(settled.map(({ outcome }) => outcome)).toEqual([0.72, expect.closeTo(0.81), undefined]);
    expect(record[0]).not.toHaveProperty('outcome');
    const later = settleForecasts(settled, [{ labels: 900, value: 0.95 }], options);
    expect(later.map(({ outcome }) => outcome)).toEqual([0.72, expect.closeTo(0.81), 0.95]);
  });

  it('says how forecasts fared', () => {
    expect(summariseRecord(record)).toEqual({ made: 3, settled: 0 });
    const all = settleForecasts(record, [...points, { labels: 900, value: 0.95 }], options);
    expect(summariseRecord(all)).toEqual({
      made: 3,
      settled: 3,
      coverage: expect.closeTo(2 / 3),
      meanError: expect.closeTo((0.02 + 0.06 + 0.15) / 3),
      bias: expect.closeTo((0.02 + 0.06 + 0.15) / 3),
    });
  });

  it('allows for the error of measurement: the band is one of the true value', () => {
    const sure = [{ atLabels: 50, forLabels: 100, p10: 0.91, p50: 0.92, p90: 0.93 }];
    const outcome = [{ labels: 100, value: 0.9 }];
    const heldOn = (holdout: number) =>
      settleForecasts(sure, outcome, { classCount: 2, holdout })[0]!.held;
    expect(heldOn(50)).toBe(true);
    expect(heldOn(50_000)).toBe(false);
  });
});
