import { throwIfCancelled } from '../errors.js';
import {
  distanceBlocks,
  nearOrigin,
  nearestRows,
  shiftedRows,
  squaredDistance,
  squaredNorms,
  type Means,
} from '../numeric/distances.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { topIndices } from '../numeric/top-k.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Rows among which the greedy works between two passes over the whole pool. */
const FRONT_ROWS = 512;
/** Error of float32 distances, in units of the norms, allowed for before one is trusted. */
const ROUNDING = 4e-6;

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
    const { rows: pool, origin, shifted } = nearOrigin(embeddings);
    const cover = new Float64Array(pool.rows).fill(Infinity);
    const state: State = { pool, norms: squaredNorms(pool), cover, picked: [] };
    if (labelledEmbeddings?.rows) {
      const centres = shifted ? shiftedRows(labelledEmbeddings, origin) : labelledEmbeddings;
      await refresh(state, centres, { kernels, signal });
    } else {
      state.picked.push(nearestToMean(embeddings, origin));
      await refresh(state, takeRows(pool, state.picked), { kernels, signal });
    }
    while (state.picked.length < count) {
      throwIfCancelled(signal);
      const fresh = await pickInFront(state, count - state.picked.length, { kernels, signal });
      state.picked.push(...fresh);
      if (state.picked.length === count) break;
      await refresh(state, takeRows(pool, fresh), { kernels, signal });
      onProgress?.(state.picked.length);
    }
    return state.picked;
  },
});

interface State {
  /** Near the origin, so that distances from products lose little. */
  readonly pool: Matrix;
  readonly norms: Float64Array;
  /** Squared distance of each row to the nearest row labelled or picked. */
  readonly cover: Float64Array;
  readonly picked: number[];
}

/**
 * Greedy inside the rows that are farthest now. Their distances are exact; every other row's
 * present cover bounds what it can still reach, so picks are those of the plain greedy while the
 * front's maximum stays above that bound. The first pick is always the global maximum.
 */
async function pickInFront(state: State, wanted: number, means: Means): Promise<number[]> {
  const { pool, norms, cover, picked } = state;
  const open = cover.slice();
  for (const row of picked) open[row] = -1;
  const front = topIndices(open, Math.min(FRONT_ROWS + 1, pool.rows - picked.length));
  const bound = front.length > FRONT_ROWS ? open[front.pop()!]! * (1 + ROUNDING) : 0;
  const rows = takeRows(pool, front);
  const reach = Float64Array.from(front, (row) => open[row]!);
  const slack = Float64Array.from(front, (row) => ROUNDING * norms[row]!);
  const between = await distancesWithin(rows, means);
  const fresh: number[] = [];
  while (fresh.length < Math.min(wanted, front.length)) {
    const best = indexOfLargest(reach);
    if (fresh.length > 0 && reach[best]! < bound) break;
    fresh.push(front[best]!);
    for (let j = 0; j < front.length; j++) {
      if (between[best * front.length + j]! < reach[j]! + slack[best]! + slack[j]!) {
        reach[j] = Math.min(reach[j]!, squaredDistance(rows, best, { b: rows, j }));
      }
    }
    reach[best] = -1;
  }
  return fresh;
}

async function distancesWithin(rows: Matrix, means: Means): Promise<Float32Array> {
  const all = new Float32Array(rows.rows * rows.rows);
  for await (const { start, squared } of distanceBlocks(rows, rows, means)) {
    all.set(squared, start * rows.rows);
  }
  return all;
}

/** Lowers the cover of every row by new centres, in float64 where it changes. */
async function refresh(
  { pool, norms, cover }: State,
  centres: Matrix,
  means: Means,
): Promise<void> {
  const { index, squared } = await nearestRows(pool, centres, means);
  const centreNorms = squaredNorms(centres);
  for (let i = 0; i < pool.rows; i++) {
    const j = index[i]!;
    if (squared[i]! < cover[i]! + ROUNDING * (norms[i]! + centreNorms[j]!)) {
      cover[i] = Math.min(cover[i]!, squaredDistance(pool, i, { b: centres, j }));
    }
  }
}

function nearestToMean(pool: Matrix, mean: Float64Array): number {
  const { rows, cols, data } = pool;
  let best = 0;
  let least = Infinity;
  for (let i = 0, at = 0; i < rows; i++) {
    let squared = 0;
    for (let k = 0; k < cols; k++, at++) squared += (data[at]! - mean[k]!) ** 2;
    if (squared < least) [best, least] = [i, squared];
  }
  return best;
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
