import { throwIfCancelled } from '../errors.js';
import { sampleIndices, type Random } from './random.js';

/** What is sampled, and how far apart the points lie. */
export interface DistantSample {
  /** Points N ≥ count. */
  readonly size: number;
  readonly count: number;
  /** The row to begin with. */
  readonly first: number;
  readonly random: Random;
  /** Squared distances from the given rows to all points: m × N. */
  readonly squaredFrom: (rows: readonly number[]) => Promise<Float32Array>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((picked: number) => void) | undefined;
}

/** Most rows proposed at once. */
const MAX_PROPOSALS = 64;

/**
 * Draws distinct rows, each with probability proportional to its squared distance from the nearest
 * row drawn before (k-means++; Arthur and Vassilvitskii 2007). When all distances are 0 the rest
 * is drawn uniformly.
 *
 * Rows are proposed in blocks from the present distances, so that their distances come from one
 * product, and each is accepted with the share of its distance that is left: this rejection gives
 * exactly the distribution of drawing one by one. Cost one N × m product per block.
 */
export async function sampleDistant(sample: DistantSample): Promise<number[]> {
  const { size, count, first, random, squaredFrom, signal, onProgress } = sample;
  const nearest = new Float64Array(size).fill(Infinity);
  const picked: number[] = [];
  const take = (row: number, squared: Float32Array) => {
    picked.push(row);
    for (let i = 0; i < size; i++) if (squared[i]! < nearest[i]!) nearest[i] = squared[i]!;
    nearest[row] = 0;
  };
  take(first, await squaredFrom([first]));
  while (picked.length < count) {
    throwIfCancelled(signal);
    const proposals = propose(nearest, Math.min(MAX_PROPOSALS, picked.length), random);
    if (proposals.length === 0) return fillUp(picked, sample);
    const before = proposals.map((row) => nearest[row]!);
    const block = await squaredFrom(proposals);
    for (let j = 0; j < proposals.length && picked.length < count; j++) {
      if (random.next() * before[j]! < nearest[proposals[j]!]!) {
        take(proposals[j]!, block.subarray(j * size, (j + 1) * size));
      }
    }
    onProgress?.(picked.length);
  }
  return picked;
}

/** Independent draws in proportion to the weights; none when all are 0. */
function propose(weights: Float64Array, draws: number, random: Random): number[] {
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = total += weights[i]!;
  if (!(total > 0)) return [];
  return Array.from({ length: draws }, () => firstAbove(sums, random.next() * total));
}

/** First index whose running sum exceeds the target: never one of weight 0. */
function firstAbove(sums: Float64Array, target: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle]! > target) high = middle;
    else low = middle + 1;
  }
  return low;
}

function fillUp(picked: readonly number[], { size, count, random }: DistantSample): number[] {
  const taken = new Set(picked);
  const rest = Array.from({ length: size }, (_, i) => i).filter((i) => !taken.has(i));
  const drawn = sampleIndices(random, rest.length, count - picked.length);
  return [...picked, ...drawn.map((i) => rest[i]!)];
}
