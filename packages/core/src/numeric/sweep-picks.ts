import type { Kernels } from './kernels.js';
import { pause } from './pause.js';
import {
  gainOfUntouched,
  raiseCover,
  type Coverage,
  type SimilarityRows,
} from './similarity-rows.js';

/** Error of a gain added up in float32, as a share of it. */
export const ROUNDING = 1e-5;

/** Share of the candidates that a lazy search would look at, from which computing all gains is faster. */
const WORTH_A_SWEEP = 1 / 4;

/** Where bounds of gains are written. */
interface BoundsTask {
  readonly coverage: Coverage;
  /** N: at least the gain of each row. */
  readonly bounds: Float64Array;
  /** N × parts: the same in each part of the points. */
  readonly partBounds: Float64Array;
  readonly kernels: Kernels;
}

/** Whole rows of similarities among N points, and what is covered. */
export interface SweepTask extends BoundsTask {
  /** Strips of rows, one after the other, all as long as the first but the last. */
  readonly strips: readonly SimilarityRows[];
  readonly count: number;
  /** Gain at and below which nothing is picked. */
  readonly negligible: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((picked: number) => void) | undefined;
}

/**
 * The first picks of the greedy, each after all gains were computed anew, as long as each pick
 * changes the order of many. Cost O(N²) a pick; the cover is raised, the rows stay whole.
 */
export async function sweepPicks(task: SweepTask): Promise<number[]> {
  const { strips, coverage, bounds, count, negligible, signal, onProgress } = task;
  const picked: number[] = [];
  const side = strips[0]?.rows.length ?? 1;
  for (let looks = bounds.length; looks > WORTH_A_SWEEP * bounds.length && picked.length < count;) {
    await pause(signal);
    const before = bounds.slice();
    for (const strip of strips) await boundParts(strip, task);
    for (const row of picked) bounds[row] = -1;
    const [best, gain] = largest(task, side);
    if (gain <= negligible) break;
    picked.push(best);
    raiseCover(strips[Math.floor(best / side)]!, best % side, coverage);
    onProgress?.(picked.length);
    looks = before.reduce((sum, bound) => sum + Number(bound >= gain), 0);
  }
  return picked;
}

/** Bounds of whole rows from their gains, in each part and in all. */
export async function boundParts(
  { rows, parts }: SimilarityRows,
  { coverage, bounds, partBounds, kernels }: BoundsTask,
): Promise<void> {
  for (const row of rows) bounds[row] = 0;
  for (const [at, { similarities }] of parts.entries()) {
    const gains = await kernels.rowGains({ similarities, ...coverage.parts[at]! });
    for (const [place, row] of rows.entries()) {
      const bound = gains[place]! * (1 + ROUNDING);
      partBounds[row * parts.length + at] = bound;
      bounds[row]! += bound;
    }
  }
}

/** The row of the largest gain in float64, of equals the lowest. */
function largest(task: SweepTask, side: number): readonly [row: number, gain: number] {
  const { bounds, strips, coverage } = task;
  const highest = bounds.reduce((most, bound) => Math.max(most, bound), -Infinity);
  let best: readonly [number, number] = [-1, -Infinity];
  for (const [row, bound] of bounds.entries()) {
    if (bound < highest * (1 - 2 * ROUNDING)) continue;
    const gain = gainOfUntouched(strips[Math.floor(row / side)]!, row % side, coverage);
    if (gain > best[1]) best = [row, gain];
  }
  return best;
}
