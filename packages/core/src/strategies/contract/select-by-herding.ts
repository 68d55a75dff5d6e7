import { herd } from '../../numeric/herd.js';
import { stackRows, takeRows, type Matrix } from '../../numeric/matrix.js';
import { neighbourRadius } from '../../numeric/neighbour-radius.js';
import { seededRandom } from '../../numeric/random.js';
import { stratifiedSample } from '../../numeric/stratified-sample.js';
import { herdingSpace } from './herding-space.js';
import type { OptionValues } from './options.js';
import { promisingRows } from './promising-rows.js';
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
  exactUpTo: {
    kind: 'integer',
    default: 20_000,
    min: 0,
    max: 10_000_000,
    help: 'Items up to which the whole pool is represented by any of its items; above, samples of both are drawn.',
  },
  represented: {
    kind: 'integer',
    default: 40_000,
    min: 1,
    max: 10_000_000,
    help: 'Above exactUpTo: items that are represented, or 20 for each label where that is more.',
  },
  candidates: {
    kind: 'integer',
    default: 5000,
    min: 1,
    max: 10_000_000,
    help: 'Above exactUpTo: items among which the batch is chosen, or 5 for each item of the batch where that is more.',
  },
} as const;

/** Represented items for each label after the batch: fewer, and late picks find nothing to gain. */
const REPRESENTED_PER_LABEL = 20;
const CANDIDATES_PER_PICK = 5;

/** Beside a pool of so many bytes there is little memory left: fewer similarities are kept, at the cost of time. */
const LARGE_POOL_BYTES = 2 ** 30;
const KEPT_BESIDE_LARGE_POOL = 2 ** 27;

/** What herding chooses from; `uncertainty` is the weight of each item as a point represented. */
export interface HerdingInputs {
  readonly embeddings: Matrix;
  readonly labelledEmbeddings?: Matrix | undefined;
  readonly uncertainty?: Float64Array | undefined;
  /** Rows that may be chosen; without, all of a pool that is not too large. */
  readonly among?: readonly number[] | undefined;
}

type Context = SelectionContext<OptionValues<typeof HERDING_OPTIONS>>;

/**
 * The batch that, with what is labelled, represents the pool best under a Gaussian kernel. A pool
 * above `exactUpTo` items is represented by a uniform sample of it and chosen from its most
 * promising rows; the context is told so.
 */
export async function selectByHerding(
  { embeddings, labelledEmbeddings, uncertainty, among }: HerdingInputs,
  context: Context,
): Promise<number[]> {
  const { count, options, kernels, signal, onProgress } = context;
  const toSpace = herdingSpace(embeddings);
  const labelled = labelledEmbeddings?.rows ? toSpace(labelledEmbeddings) : undefined;
  const labels = count + (labelled?.rows ?? 0);
  const sample = sampleOf(embeddings.rows, labels, context);
  const points = toSpace(rowsOf(embeddings, sample?.represented));
  const all = labelled ? stackRows(points, labelled) : points;
  const radius = options.reach * (await neighbourRadius(all, labels, { kernels, signal }));
  const weights = weightsOf(points.rows, uncertainty, sample?.represented);
  const task = { points, weights, labelled, radius, kernels, signal };
  const rows =
    among ??
    (sample?.candidates === undefined
      ? undefined
      : await promisingRows({ ...task, embeddings, toSpace, count: sample.candidates }));
  const candidates = rows || sample ? toSpace(rowsOf(embeddings, rows)) : points;
  const picked = await herd({
    ...task,
    candidates,
    count,
    ...(embeddings.data.byteLength >= LARGE_POOL_BYTES && { keptBytes: KEPT_BESIDE_LARGE_POOL }),
    onProgress,
  });
  return rows ? picked.map((i) => rows[i]!) : picked;
}

/** What stands for a large pool. */
interface Sample {
  /** Rows, the same on every call; all of them where undefined. */
  readonly represented: number[] | undefined;
  /** How many rows may be chosen; all of them where undefined. */
  readonly candidates: number | undefined;
}

/** Undefined when the pool is small enough to be treated exactly. */
function sampleOf(
  poolSize: number,
  labels: number,
  { count, options, onApproximation }: Context,
): Sample | undefined {
  if (poolSize <= options.exactUpTo) return undefined;
  const represented = Math.max(options.represented, REPRESENTED_PER_LABEL * labels);
  const candidates = Math.max(options.candidates, CANDIDATES_PER_PICK * count);
  const even = new Float64Array(poolSize).fill(1);
  onApproximation?.({
    method: 'sampled-herding',
    represented: Math.min(represented, poolSize),
    candidates: Math.min(candidates, poolSize),
    poolSize,
  });
  return {
    represented:
      represented < poolSize ? stratifiedSample(even, represented, seededRandom(1)) : undefined,
    candidates: candidates < poolSize ? candidates : undefined,
  };
}

function rowsOf(embeddings: Matrix, rows: readonly number[] | undefined): Matrix {
  return rows ? takeRows(embeddings, rows) : embeddings;
}

function weightsOf(
  size: number,
  uncertainty: Float64Array | undefined,
  rows: readonly number[] | undefined,
): Float64Array {
  if (!uncertainty) return new Float64Array(size).fill(1);
  return rows ? Float64Array.from(rows, (row) => uncertainty[row]!) : uncertainty;
}
