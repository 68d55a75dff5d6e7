import { defineStrategy } from './define-strategy.js';
import type { QueryStrategy } from './strategy.js';
import { SCORE_OPTIONS, takeByScore } from './take-by-score.js';

/**
 * How informative one item is, from its class probabilities `data[start … end)`; larger is more
 * informative.
 */
export type ProbabilityScore = (data: Float64Array, start: number, end: number) => number;

interface Description extends Pick<QueryStrategy, 'id' | 'title' | 'summary' | 'source'> {
  /** The least possible score. Default 0. */
  readonly lowest?: number;
}

/** A strategy that takes the items with the highest score, each judged for itself. */
export function scoringStrategy(
  { lowest = 0, ...description }: Description,
  score: ProbabilityScore,
): QueryStrategy<'probabilities', never, typeof SCORE_OPTIONS> {
  return defineStrategy({
    ...description,
    cost: 'O(N·C + N log N)',
    needs: ['probabilities'],
    uses: [],
    options: SCORE_OPTIONS,
    itemwise: true,
    async select({ probabilities: { rows, cols, data } }, context) {
      const scores = new Float64Array(rows);
      for (let i = 0; i < rows; i++) scores[i] = score(data, i * cols, (i + 1) * cols);
      return takeByScore(scores, lowest, context);
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

/** −Σ p log p of `data[start … end)`. */
export function entropyOf(data: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const p = data[i]!;
    if (p > 0) sum -= p * Math.log(p);
  }
  return sum;
}
