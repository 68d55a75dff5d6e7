import { throwIfCancelled } from '../errors.js';
import {
  distanceBlocks,
  meanRow,
  nearOrigin,
  nearestRows,
  shiftedRows,
  squaredDistance,
  squaredNorms,
  type Means,
} from '../numeric/distances.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { nearestNeighbours } from '../numeric/nearest-neighbours.js';
import type { Random } from '../numeric/random.js';
import { topIndices } from '../numeric/top-k.js';
import { defineStrategy } from './contract/define-strategy.js';
import type { SelectionContext, StrategyInputs } from './contract/strategy.js';

/** Rows among which the greedy works between two passes over the whole pool. */
const FRONT_ROWS = 512;
/** The neighbour whose distance tells how isolated an item is. */
const ISOLATION_NEIGHBOURS = 10;
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
  cost: 'O(N·b·d), in blocked products with exact lazy bounds; with outliers O(N²·d) more; lightweight O(N·d)',
  needs: ['embeddings'],
  uses: ['labelledEmbeddings'],
  options: {
    method: {
      kind: 'choice',
      default: 'greedy',
      choices: ['greedy', 'lightweight'],
      help: 'Greedy, or the lightweight core-set: a sample, half of it uniform and half in proportion to the squared distance from the mean (Bachem, Lucic and Krause 2018).',
    },
    outliers: {
      kind: 'number',
      default: 0,
      min: 0,
      max: 0.5,
      help: 'Share of the pool, the items farthest from their neighbours, that is asked for last.',
    },
  },
  async select(inputs, context) {
    const { embeddings } = inputs;
    const { count, options, random } = context;
    const { kept, outliers } = await withoutOutliers(embeddings, options.outliers, context);
    const pool = outliers.length > 0 ? takeRows(embeddings, kept) : embeddings;
    const wanted = Math.min(count, kept.length);
    const picked =
      options.method === 'lightweight'
        ? sampleByDistance(pool, wanted, random)
        : await greedy({ ...inputs, embeddings: pool }, { ...context, count: wanted });
    return [...picked.map((i) => kept[i]!), ...outliers.slice(0, count - wanted)];
  },
});

type GreedyInputs = Pick<StrategyInputs, 'embeddings'> &
  Partial<Pick<StrategyInputs, 'labelledEmbeddings'>>;

async function greedy(
  { embeddings, labelledEmbeddings }: GreedyInputs,
  { count, kernels, signal, onProgress }: Omit<SelectionContext<unknown>, 'options'>,
): Promise<number[]> {
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
}

/** Rows in their order without the given share, and that share from the least isolated on. */
async function withoutOutliers(
  embeddings: Matrix,
  share: number,
  { kernels, signal }: Means,
): Promise<{ kept: number[]; outliers: number[] }> {
  const rows = Array.from({ length: embeddings.rows }, (_, i) => i);
  const dropped = Math.floor(share * rows.length);
  const count = Math.min(ISOLATION_NEIGHBOURS, rows.length - 1);
  if (dropped === 0 || count === 0) return { kept: rows, outliers: [] };
  const { rows: points } = nearOrigin(embeddings);
  const near = { queries: points, points, count, otherRows: true, kernels, signal };
  const { squared } = await nearestNeighbours(near);
  const isolation = Float64Array.from(rows, (i) => squared[(i + 1) * count - 1]!);
  const outliers = topIndices(isolation, dropped);
  const gone = new Set(outliers);
  return { kept: rows.filter((i) => !gone.has(i)), outliers: outliers.reverse() };
}

/** Distinct rows, each drawn with q = 1/2N + d²/2Σd², d from the mean (exponential races). */
function sampleByDistance(pool: Matrix, count: number, random: Random): number[] {
  const squared = squaredNorms(shiftedRows(pool, meanRow(pool)));
  const total = squared.reduce((sum, value) => sum + value, 0);
  const keys = squared.map((value) => {
    const chance = 0.5 / pool.rows + (total > 0 ? (0.5 * value) / total : 0);
    return Math.log(1 - random.next()) / chance;
  });
  return topIndices(keys, count);
}

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
