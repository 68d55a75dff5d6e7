import { throwIfCancelled } from '../errors.js';
import { distanceBlocks, nearestRows, squaredDistance } from '../numeric/distances.js';
import type { Kernels } from '../numeric/kernels.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { topIndices } from '../numeric/top-k.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Rows among which the greedy works between two passes over the whole pool. */
const FRONT_ROWS = 512;
/** Relative error of float32 distances that is allowed for before a bound is trusted. */
const ROUNDING = 1e-5;

/** Takes, again and again, the item farthest from everything labelled or taken. */
export const kCenter = defineStrategy({
  id: 'k-center',
  title: 'k-center (core-set)',
  summary:
    'Asks for the items farthest from all others asked for: covers the pool, outliers included.',
  source:
    'Sener and Savarese 2018, Active learning for CNNs: a core-set approach (greedy k-center); first centre: the item nearest to the mean',
  cost: 'O(N·b·d), in blocked products with exact lazy bounds',
  needs: ['embeddings'],
  uses: ['labelledEmbeddings'],
  options: {},
  async select({ embeddings, labelledEmbeddings }, { count, kernels, signal, onProgress }) {
    const cover = await startingCover(embeddings, labelledEmbeddings, { kernels, signal });
    const picked: number[] = [];
    if (!labelledEmbeddings?.rows) {
      picked.push(nearestToMean(embeddings));
      await refresh(embeddings, { cover, centres: picked, kernels, signal });
    }
    while (picked.length < count) {
      throwIfCancelled(signal);
      const fresh = await pickInFront(embeddings, {
        cover,
        picked,
        wanted: count - picked.length,
        kernels,
      });
      picked.push(...fresh);
      await refresh(embeddings, { cover, centres: fresh, kernels, signal });
      onProgress?.(picked.length);
    }
    return picked;
  },
});

type Means = { kernels: Kernels; signal?: AbortSignal | undefined };

async function startingCover(
  pool: Matrix,
  labelled: Matrix | undefined,
  means: Means,
): Promise<Float64Array> {
  if (!labelled?.rows) return new Float64Array(pool.rows).fill(Infinity);
  const { index, squared } = await nearestRows(pool, labelled, means);
  return squared.map((_, i) => squaredDistance(pool, i, { b: labelled, j: index[i]! }));
}

/**
 * Greedy inside the rows that are farthest now. Their distances are exact; every other row's
 * present cover bounds what it can still reach, so picks are those of the plain greedy while the
 * front's maximum stays above that bound. The first pick is always the global maximum.
 */
async function pickInFront(
  pool: Matrix,
  state: { cover: Float64Array; picked: readonly number[]; wanted: number; kernels: Kernels },
): Promise<number[]> {
  const { cover, wanted, kernels } = state;
  const open = cover.slice();
  for (const row of state.picked) open[row] = -1;
  const front = topIndices(open, Math.min(FRONT_ROWS + 1, pool.rows - state.picked.length));
  const bound = front.length > FRONT_ROWS ? open[front.pop()!]! * (1 + ROUNDING) : 0;
  const rows = takeRows(pool, front);
  const reach = Float64Array.from(front, (row) => open[row]!);
  const blocks: Float32Array[] = [];
  for await (const block of distanceBlocks(rows, rows, { kernels })) blocks.push(block.squared);
  const between = blocks.length === 1 ? blocks[0]! : concatenate(blocks);
  const fresh: number[] = [];
  while (fresh.length < Math.min(wanted, front.length)) {
    const best = indexOfLargest(reach);
    if (fresh.length > 0 && reach[best]! < bound) break;
    fresh.push(front[best]!);
    for (let j = 0; j < front.length; j++) {
      if (between[best * front.length + j]! < reach[j]! * (1 + ROUNDING)) {
        reach[j] = Math.min(reach[j]!, squaredDistance(rows, best, { b: rows, j }));
      }
    }
    reach[best] = -1;
  }
  return fresh;
}

/** Lowers the cover of every row by the new centres, in float64 where it changes. */
async function refresh(
  pool: Matrix,
  { cover, centres, kernels, signal }: { cover: Float64Array; centres: readonly number[] } & Means,
): Promise<void> {
  const chosen = takeRows(pool, centres);
  const { index, squared } = await nearestRows(pool, chosen, { kernels, signal });
  for (let i = 0; i < pool.rows; i++) {
    if (squared[i]! < cover[i]! * (1 + ROUNDING)) {
      cover[i] = Math.min(cover[i]!, squaredDistance(pool, i, { b: chosen, j: index[i]! }));
    }
  }
}

function nearestToMean(pool: Matrix): number {
  const mean = new Float32Array(pool.cols);
  const sums = new Float64Array(pool.cols);
  for (let at = 0; at < pool.data.length; at++) sums[at % pool.cols]! += pool.data[at]!;
  for (let k = 0; k < pool.cols; k++) mean[k] = sums[k]! / pool.rows;
  const centre = { rows: 1, cols: pool.cols, data: mean };
  let best = 0;
  let bestDistance = Infinity;
  for (let i = 0; i < pool.rows; i++) {
    const distance = squaredDistance(pool, i, { b: centre, j: 0 });
    if (distance < bestDistance) {
      best = i;
      bestDistance = distance;
    }
  }
  return best;
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function concatenate(blocks: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    out.set(block, at);
    at += block.length;
  }
  return out;
}
