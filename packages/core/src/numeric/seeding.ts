import type { Random } from './random.js';

/**
 * Draws an index with probability proportional to its squared distance (the step of k-means++), or
 * undefined when all distances are 0. Cost O(N).
 */
export function drawSquaredDistance(squared: Float64Array, random: Random): number | undefined {
  let total = 0;
  for (const value of squared) total += value;
  if (!(total > 0)) return undefined;
  let left = random.next() * total;
  let last: number | undefined;
  for (let i = 0; i < squared.length; i++) {
    if (squared[i]! <= 0) continue;
    last = i;
    left -= squared[i]!;
    if (left < 0) return i;
  }
  return last;
}
