import { herd } from '../../numeric/herd.js';
import { stackRows, takeRows, type Matrix } from '../../numeric/matrix.js';
import { neighbourRadius } from '../../numeric/neighbour-radius.js';
import { sampleIndices, seededRandom } from '../../numeric/random.js';
import { herdingSpace } from './herding-space.js';
import type { OptionValues } from './options.js';
import type { SelectionContext } from './strategy.js';

/** The options of both herding strategies. */
export const HERDING_OPTIONS = {
  reach: {
    kind: 'number',
    default: 0.85,
    min: 0.05,
    max: 10,
    help: 'Kernel radius, in units of the median distance to the (N/n)-th neighbour, n labels after this batch.',
  },
  represented: {
    kind: 'integer',
    default: 20_000,
    min: 1,
    max: 10_000_000,
    help: 'Items of the pool that are represented at most; of a larger pool a fixed random sample is.',
  },
} as const;

/** What herding chooses from; `uncertainty` is the weight of each item as a point represented. */
export interface HerdingInputs {
  readonly embeddings: Matrix;
  readonly labelledEmbeddings?: Matrix | undefined;
  readonly uncertainty?: Float64Array | undefined;
}

/** The batch that, with what is labelled, represents the pool best under a Gaussian kernel. */
export async function selectByHerding(
  { embeddings, labelledEmbeddings, uncertainty }: HerdingInputs,
  context: SelectionContext<OptionValues<typeof HERDING_OPTIONS>>,
): Promise<number[]> {
  const { count, options, kernels, signal, onProgress } = context;
  const { pool, labelled } = herdingSpace(embeddings, labelledEmbeddings);
  const rows = representedRows(pool.rows, options.represented);
  const points = rows ? takeRows(pool, rows) : pool;
  const all = labelled?.rows ? stackRows(points, labelled) : points;
  const labels = count + (labelled?.rows ?? 0);
  const radius = options.reach * (await neighbourRadius(all, labels, { kernels, signal }));
  const weights = rows
    ? Float64Array.from(rows, (row) => uncertainty?.[row] ?? 1)
    : (uncertainty ?? new Float64Array(pool.rows).fill(1));
  return herd({
    candidates: pool,
    points,
    weights,
    labelled,
    radius,
    count,
    kernels,
    signal,
    onProgress,
  });
}

/** Undefined when all rows are represented; the sample is the same on every call. */
function representedRows(poolSize: number, most: number): number[] | undefined {
  return poolSize <= most ? undefined : sampleIndices(seededRandom(1), poolSize, most);
}
