import { topIndices } from '../../numeric/top-k.js';
import { defineStrategy } from './define-strategy.js';
import type { QueryStrategy } from './strategy.js';

/**
 * How informative one item is, from its class probabilities `data[start … end)`; larger is more
 * informative.
 */
export type ProbabilityScore = (data: Float64Array, start: number, end: number) => number;

type Description = Pick<QueryStrategy, 'id' | 'title' | 'summary' | 'source'>;

/** A strategy that takes the items with the highest score, each judged for itself. */
export function scoringStrategy(
  description: Description,
  score: ProbabilityScore,
): QueryStrategy<'probabilities', never, Record<never, never>> {
  return defineStrategy({
    ...description,
    cost: 'O(N·C + N log N)',
    needs: ['probabilities'],
    uses: [],
    options: {},
    itemwise: true,
    async select({ probabilities: { rows, cols, data } }, { count }) {
      const scores = new Float64Array(rows);
      for (let i = 0; i < rows; i++) scores[i] = score(data, i * cols, (i + 1) * cols);
      return topIndices(scores, count);
    },
  });
}

/** The two largest of `data[start … end)`; the second is 0 when there is one class only. */
export function twoLargest(data: Float64Array, start: number, end: number): [number, number] {
  let first = 0;
  let second = 0;
  for (let i = start; i < end; i++) {
    const value = data[i]!;
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) second = value;
  }
  return [first, second];
}
