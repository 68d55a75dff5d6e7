import {
  meanRow,
  nearOrigin,
  shiftedRows,
  squaredNorms,
  type Means,
  type NearOrigin,
} from '../numeric/distances.js';
import { farthestFirst } from '../numeric/farthest-first.js';
import { row, takeRows, type Matrix } from '../numeric/matrix.js';
import { nearestNeighbours } from '../numeric/nearest-neighbours.js';
import type { Random } from '../numeric/random.js';
import { topIndices } from '../numeric/top-k.js';
import { defineStrategy } from './contract/define-strategy.js';
import type { SelectionContext, StrategyInputs } from './contract/strategy.js';

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
  const near = nearOrigin(embeddings);
  const { rows: points, norms, mean, shifted } = near;
  const means = { kernels, signal };
  const labelled = labelledEmbeddings?.rows ? labelledEmbeddings : undefined;
  const from =
    labelled && shifted
      ? shiftedRows(labelled, mean)
      : (labelled ?? (await nearestToMean(near, means)));
  return farthestFirst({ points, norms, from, count, onProgress, ...means });
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

/** The first of equals, by distances in float64. */
async function nearestToMean(
  { rows: points, norms, mean, shifted }: NearOrigin,
  { kernels, signal }: Means,
): Promise<number> {
  const origin = shifted ? new Float64Array(points.cols) : mean;
  const centre = { rows: 1, cols: points.cols, data: Float32Array.from(origin) };
  const { data } = await kernels.multiply(points, centre, { transposeB: true, signal });
  const squared = norms.map((norm, i) => norm - 2 * data[i]!);
  const least = squared.reduce((a, b) => Math.min(a, b), Infinity);
  let best = 0;
  let nearest = Infinity;
  for (let i = 0; i < points.rows; i++) {
    if (squared[i]! > least + 4 * ROUNDING * norms[i]!) continue;
    const exact = row(points, i).reduce((sum, value, k) => sum + (value - origin[k]!) ** 2, 0);
    if (exact < nearest) [best, nearest] = [i, exact];
  }
  return best;
}
