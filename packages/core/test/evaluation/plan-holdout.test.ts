import { planHoldout } from '@alaas/core';
import { describe, expect, it } from 'vitest';

describe('planHoldout', () => {
  it.each([
    [{ budget: 399 }, { kind: 'none', smallestBudget: 400 }],
    [{ budget: 0 }, { kind: 'none', smallestBudget: 400 }],
    [{ budget: 400 }, { kind: 'bought', items: 48 }],
    [{ budget: 1000 }, { kind: 'bought', items: 120 }],
    [{ budget: 5000 }, { kind: 'bought', items: 200 }],
    [
      { budget: 50, given: 30 },
      { kind: 'given', items: 30 },
    ],
    [
      { budget: 5000, given: 300 },
      { kind: 'given', items: 300 },
    ],
  ])('for %j it is %j', (options, plan) => {
    expect(planHoldout(options)).toEqual(plan);
  });

  it.each([{ budget: -1 }, { budget: 1.5 }, { budget: 100, given: Number.NaN }])(
    'refuses %j',
    (options) => {
      expect(() => planHoldout(options)).toThrowError(
        expect.objectContaining({ code: 'INPUT_SHAPE' }),
      );
    },
  );
});
