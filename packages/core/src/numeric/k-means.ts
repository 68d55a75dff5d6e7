import { throwIfCancelled } from '../errors.js';
import { nearestRows, squaredNorms, type Means } from './distances.js';
import { takeRows, type Matrix } from './matrix.js';
import type { Random } from './random.js';
import { sampleDistant } from './sample-distant.js';

/** Clusters of N items. */
export interface Clustering {
  /** k × d. */
  readonly centres: Matrix;
  /** Cluster of each item. */
  readonly assignment: Int32Array;
  /** Squared distance of each item to its centre. */
  readonly squared: Float32Array;
}

/** How to cluster. */
export interface ClusteringOptions extends Means {
  readonly clusters: number;
  readonly random: Random;
  /** N weights w ≥ 0 of the items; all 1 when absent. */
  readonly weights?: Float64Array | undefined;
  /** Bound on Lloyd's iterations. Default 20. */
  readonly maxIterations?: number;
}

/** Share of the inertia below which a further iteration is not worth its cost. */
const SMALLEST_GAIN = 1e-4;

/**
 * Lloyd's k-means, weighted where asked for, from k-means++ seeds (Arthur and Vassilvitskii 2007).
 * An emptied cluster keeps its centre. Cost 2·N·k·d flops for the seeds and for each iteration, on the kernels.
 *
 * @param points N × d, N ≥ clusters ≥ 1; near the origin, for exact distances.
 */
export async function kMeans(points: Matrix, options: ClusteringOptions): Promise<Clustering> {
  const { maxIterations = 20, signal, kernels } = options;
  const weights = options.weights ?? new Float64Array(points.rows).fill(1);
  const norms = squaredNorms(points);
  const means = { leftNorms: norms, kernels, signal };
  let centres = takeRows(points, await seedRows(points, norms, { ...options, weights }));
  let nearest = await nearestRows(points, centres, means);
  let inertia = total(nearest.squared, weights);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    throwIfCancelled(signal);
    centres = meansOf(points, nearest.index, { previous: centres, weights });
    nearest = await nearestRows(points, centres, means);
    const next = total(nearest.squared, weights);
    if (next >= inertia * (1 - SMALLEST_GAIN)) break;
    inertia = next;
  }
  return { centres, assignment: nearest.index, squared: nearest.squared };
}

async function seedRows(
  points: Matrix,
  norms: Float64Array,
  { clusters, random, kernels, signal, weights }: ClusteringOptions & { weights: Float64Array },
): Promise<number[]> {
  return sampleDistant({
    size: points.rows,
    count: clusters,
    first: random.integer(points.rows),
    random,
    signal,
    async squaredFrom(rows) {
      const chosen = takeRows(points, rows);
      const { data } = await kernels.multiply(chosen, points, { transposeB: true, signal });
      for (let j = 0, at = 0; j < rows.length; j++) {
        const norm = norms[rows[j]!]!;
        for (let i = 0; i < points.rows; i++, at++) {
          const squared = norm + norms[i]! - 2 * data[at]!;
          data[at] = squared > 0 ? weights[i]! * squared : 0;
        }
      }
      return data;
    },
  });
}

function meansOf(
  { rows, data: values }: Matrix,
  assignment: Int32Array,
  { previous, weights }: { previous: Matrix; weights: Float64Array },
): Matrix {
  const { rows: k, cols } = previous;
  const sums = new Float64Array(k * cols);
  const counts = new Float64Array(k);
  for (let i = 0, from = 0; i < rows; i++) {
    const c = assignment[i]!;
    const weight = weights[i]!;
    counts[c]! += weight;
    for (let to = c * cols, end = to + cols; to < end; to++, from++) {
      sums[to]! += weight * values[from]!;
    }
  }
  const data = new Float32Array(k * cols);
  for (let c = 0, at = 0; c < k; c++) {
    const count = counts[c]!;
    for (let j = 0; j < cols; j++, at++) {
      data[at] = count > 0 ? sums[at]! / count : previous.data[at]!;
    }
  }
  return { rows: k, cols, data };
}

function total(values: Float32Array, weights: Float64Array): number {
  return values.reduce((sum, value, i) => sum + weights[i]! * value, 0);
}
