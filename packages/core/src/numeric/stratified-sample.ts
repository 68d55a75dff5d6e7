import type { Random } from './random.js';

/**
 * Distinct rows, rising, at most `count` and about as many: the pool is cut into `count` runs of
 * equal weight and one row is drawn in each, in proportion to its weight (stratified sampling). A
 * pool sorted by kind is sampled evenly, and no period of it is met. Cost O(N).
 *
 * @param weights N numbers ≥ 0 with a positive sum.
 */
export function stratifiedSample(
  weights: ArrayLike<number>,
  count: number,
  random: Random,
): number[] {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  const rows: number[] = [];
  let row = 0;
  let below = 0;
  for (let run = 0; run < count; run++) {
    const target = ((run + random.next()) / count) * total;
    while (row < weights.length - 1 && below + weights[row]! <= target) below += weights[row++]!;
    if (rows[rows.length - 1] !== row) rows.push(row);
  }
  return rows;
}
