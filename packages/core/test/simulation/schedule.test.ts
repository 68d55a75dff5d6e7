import { nextBatchSize } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('nextBatchSize', () => {
  it('grows the labelled set by 1.25, by at least one label', () => {
    const grow = { batch: 'grow', budget: 1000 } as const;
    expect(nextBatchSize(grow, 1)).toBe(1);
    expect(nextBatchSize(grow, 100)).toBe(25);
    expect(nextBatchSize(grow, 990)).toBe(10);
    expect(nextBatchSize(grow, 1000)).toBe(0);
  });

  it('meets the budget and every wanted count exactly, and always ends', () => {
    fc.assert(
      fc.property(
        fc.record({
          start: fc.integer({ min: 1, max: 50 }),
          more: fc.integer({ min: 0, max: 400 }),
          batch: fc.oneof(fc.constant('grow' as const), fc.integer({ min: 1, max: 90 })),
          shares: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        }),
        ({ start, more, batch, shares }) => {
          const budget = start + more;
          const at = shares.map((share) => start + Math.floor(share * more));
          const counts = [start];
          for (;;) {
            const labelled = counts.at(-1)!;
            const size = nextBatchSize({ batch, budget, at }, labelled);
            if (size === 0) break;
            const most = batch === 'grow' ? Math.max(1, Math.round(labelled * 0.25)) : batch;
            expect(size).toBeLessThanOrEqual(most);
            counts.push(labelled + size);
          }
          expect(counts.at(-1)).toBe(budget);
          expect(counts).toEqual(expect.arrayContaining(at));
        },
      ),
      { seed: 3 },
    );
  });
});
