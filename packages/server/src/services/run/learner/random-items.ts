import {
  domainFit,
  poolFit,
  randomCurve,
  sampleIndices,
  seededRandom,
  takeRows,
  toFeatures,
  type DomainFitReport,
  type FeatureSpace,
  type Kernels,
  type Matrix,
  type MeasuredPoint,
  type PoolFitReport,
  type Metric,
} from '@alaas/core';

/** Items that were drawn at random, with their classes. */
export interface RandomItems {
  /** Rows of the pool; the test rows when absent. */
  readonly rows?: readonly number[] | undefined;
  /** Class index of each. */
  readonly targets: Int32Array;
  readonly classCount: number;
  /** What counts. */
  readonly metric: Metric;
  readonly seed: number;
}

/** Where the items lie, and how embeddings become features. */
export interface RandomItemsData {
  readonly pool: Matrix;
  readonly test?: Matrix | undefined;
  readonly space: FeatureSpace;
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
}

/** Fewer items cannot be judged or split. */
export const FEWEST_RANDOM_ITEMS = 20;
/** Labels that a fit rests on: the profiles that it is held against rest on as many. */
const FIT_LABELS = 1_000;
/**
 * Items of the pool that a fit looks at, about as many as the profiles that it is held against rest
 * on; more would cost memory, as they are copied, and change little.
 */
const FIT_POOL = 5_000;
/** Items that random picks are tried on: 42 heads are trained for it. */
const CURVE_ITEMS = 500;

/**
 * Whether the data are fit for active learning, as these items show it. Cost as `domainFit`, and a
 * copy of up to 5,000 embeddings.
 *
 * @throws CodedError `DOMAIN_FIT_TOO_FEW_LABELS`, `DOMAIN_FIT_ONE_CLASS`, `CANCELLED`.
 */
export async function fitOfItems(
  data: RandomItemsData,
  items: RandomItems,
): Promise<DomainFitReport> {
  const { pool, space, kernels, signal } = data;
  const random = seededRandom(items.seed).fork('domain-fit');
  const { embeddings, targets } = sampleOf(data, items, FIT_LABELS);
  const own = new Set(items.rows);
  const rows = sampleIndices(random.fork('pool'), pool.rows, Math.min(FIT_POOL, pool.rows));
  const others = takeRows(
    pool,
    rows.filter((row) => !own.has(row)),
  );
  return domainFit({
    features: toFeatures(space, stack(embeddings, others)),
    labelled: [...targets.keys()],
    targets,
    classCount: items.classCount,
    metric: items.metric,
    kernels,
    signal,
    random,
  });
}

/** What the pool shows without labels. Cost as `poolFit`, for up to 5,000 items. */
export async function fitOfPool(
  { pool, space, kernels, signal }: RandomItemsData,
  seed: number,
): Promise<PoolFitReport> {
  const random = seededRandom(seed).fork('domain-fit');
  const rows = sampleIndices(random.fork('pool'), pool.rows, Math.min(FIT_POOL, pool.rows));
  return poolFit({ features: toFeatures(space, takeRows(pool, rows)), kernels, signal, random });
}

/**
 * Points of the curve of random picks, cross-fitted inside these items. Cost as `randomCurve`.
 *
 * @throws CodedError `INPUT_SHAPE` for fewer than 20 items, `CANCELLED`.
 */
export async function randomCurveOfItems(
  data: RandomItemsData,
  items: RandomItems,
): Promise<readonly MeasuredPoint[]> {
  const { space, kernels, signal } = data;
  const { embeddings, targets } = sampleOf(data, items, CURVE_ITEMS);
  return randomCurve({
    features: toFeatures(space, embeddings),
    targets,
    classCount: items.classCount,
    metric: items.metric,
    random: seededRandom(items.seed).fork('random-curve'),
    kernels,
    signal,
  });
}

/** The items, or a seeded sample where there are more than `most`. */
function sampleOf(
  { pool, test }: RandomItemsData,
  { rows, targets, seed }: RandomItems,
  most: number,
): { embeddings: Matrix; targets: Int32Array } {
  const count = targets.length;
  const random = seededRandom(seed).fork('random-items');
  const places = sampleIndices(random, count, Math.min(most, count)).sort((a, b) => a - b);
  return {
    embeddings: takeRows(
      rows === undefined ? test! : pool,
      places.map((place) => rows?.[place] ?? place),
    ),
    targets: Int32Array.from(places, (place) => targets[place]!),
  };
}

function stack(above: Matrix, below: Matrix): Matrix {
  const data = new Float32Array(above.data.length + below.data.length);
  data.set(above.data);
  data.set(below.data, above.data.length);
  return { rows: above.rows + below.rows, cols: above.cols, data };
}
