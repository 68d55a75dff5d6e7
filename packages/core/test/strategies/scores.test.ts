import {
  entropy,
  leastConfidence,
  margin,
  ratio,
  referenceKernels as kernels,
  selectBatch,
  type QueryStrategy,
} from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Each score from its definition, with the classes of one item sorted, likeliest first. */
const DEFINITIONS: readonly [QueryStrategy, (p: readonly number[]) => number][] = [
  [leastConfidence, ([first = 0]) => 1 - first],
  [margin, ([first = 0, second = 0]) => second - first],
  [ratio, ([first = 1, second = 0]) => second / first],
  [entropy, (p) => p.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0)],
];

/** Probabilities in eighths, so that many items tie, some in 0 and 1. */
const items = fc
  .record({ classes: fc.integer({ min: 1, max: 5 }), count: fc.integer({ min: 1, max: 25 }) })
  .chain(({ classes, count }) =>
    fc.array(
      fc
        .array(fc.nat(classes - 1), { minLength: 8, maxLength: 8 })
        .map((votes) =>
          Array.from({ length: classes }, (_, c) => votes.filter((vote) => vote === c).length / 8),
        ),
      { minLength: count, maxLength: count },
    ),
  );

describe.each(DEFINITIONS.map(([strategy, score]) => [strategy.id, strategy, score] as const))(
  '%s',
  (...[, strategy, score]) => {
    it('ranks by its definition, ties by the lowest row', async () => {
      await fc.assert(
        fc.asyncProperty(items, fc.nat(25), async (rows, wanted) => {
          const count = Math.min(wanted, rows.length);
          const probabilities = {
            rows: rows.length,
            cols: rows[0]!.length,
            data: Float64Array.from(rows.flat()),
          };
          const picked = await selectBatch(strategy, { probabilities }, { count, kernels });
          const scores = rows.map((p) => score([...p].sort((a, b) => b - a)));
          const order = scores.map((_, i) => i);
          // Sums in another order differ in their last digits.
          order.sort((a, b) => (near(scores[a]!, scores[b]!) ? a - b : scores[b]! - scores[a]!));
          if (strategy !== entropy) expect(picked).toEqual(order.slice(0, count));
          for (const [at, row] of picked.entries()) {
            expect(scores[row]!).toBeCloseTo(scores[order[at]!]!, 12);
          }
        }),
        { numRuns: 150, seed: 14 },
      );
    });

    it('does not depend on the order of the classes', async () => {
      await fc.assert(
        fc.asyncProperty(items, async (rows) => {
          const choose = (given: readonly (readonly number[])[]) => {
            const data = Float64Array.from(given.flat());
            const probabilities = { rows: given.length, cols: given[0]!.length, data };
            return selectBatch(strategy, { probabilities }, { count: 1, kernels });
          };
          const [straight] = await choose(rows);
          const [reversed] = await choose(rows.map((p) => [...p].reverse()));
          const sorted = (row: number | undefined) => [...rows[row!]!].sort((a, b) => b - a);
          expect(score(sorted(reversed))).toBeCloseTo(score(sorted(straight)), 12);
        }),
        { numRuns: 60, seed: 15 },
      );
    });
  },
);

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-12;
}
