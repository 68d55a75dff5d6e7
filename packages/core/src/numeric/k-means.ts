import { throwIfCancelled } from '../errors.js';
import { nearestRows } from './distances.js';
import type { Kernels } from './kernels.js';
import { row, type Matrix } from './matrix.js';
import { drawSquaredDistance } from './seeding.js';
import type { Random } from './random.js';

/** Clusters of N items. */
export interface Clustering {
  /** k × d. */
  readonly centres: Matrix;
  /** Cluster of each item. */
  readonly assignment: Int32Array;
  /** Squared distance of each item to its centre. */
  readonly squared: Float64Array;
}

/** How to cluster. */
export interface ClusteringOptions {
  readonly clusters: number;
  readonly random: Random;
  readonly kernels: Kernels;
  /** Bound on Lloyd's iterations. Default 20. */
  readonly maxIterations?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Share of the inertia below which a further iteration is not worth its cost. */
const SMALLEST_GAIN = 1e-4;

/**
 * Lloyd's k-means from k-means++ seeds (Arthur and Vassilvitskii 2007). An emptied cluster keeps
 * its centre. Cost 2·N·k·d flops per iteration on the kernels.
 *
 * @param points N × d, N ≥ clusters ≥ 1.
 */
export async function kMeans(points: Matrix, options: ClusteringOptions): Promise<Clustering> {
  const { maxIterations = 20, signal, kernels } = options;
  let centres = await seedCentres(points, options);
  let nearest = await nearestRows(points, centres, { kernels, signal });
  let inertia = total(nearest.squared);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    throwIfCancelled(signal);
    centres = meansOf(points, nearest.index, centres);
    nearest = await nearestRows(points, centres, { kernels, signal });
    const next = total(nearest.squared);
    if (next >= inertia * (1 - SMALLEST_GAIN)) break;
    inertia = next;
  }
  return { centres, assignment: nearest.index, squared: nearest.squared };
}

async function seedCentres(
  points: Matrix,
  { clusters, random, kernels, signal }: ClusteringOptions,
): Promise<Matrix> {
  const data = new Float32Array(clusters * points.cols);
  const squared = new Float64Array(points.rows).fill(Infinity);
  let chosen = random.integer(points.rows);
  for (let c = 0; c < clusters; c++) {
    throwIfCancelled(signal);
    data.set(row(points, chosen), c * points.cols);
    const centre = { rows: 1, cols: points.cols, data: row(points, chosen) };
    const distances = await nearestRows(points, centre, { kernels, signal });
    for (let i = 0; i < points.rows; i++) {
      squared[i] = Math.min(squared[i]!, distances.squared[i]!);
    }
    chosen = drawSquaredDistance(squared, random) ?? random.integer(points.rows);
  }
  return { rows: clusters, cols: points.cols, data };
}

function meansOf(points: Matrix, assignment: Int32Array, previous: Matrix): Matrix {
  const { rows: k, cols } = previous;
  const sums = new Float64Array(k * cols);
  const counts = new Int32Array(k);
  for (let i = 0; i < points.rows; i++) {
    const c = assignment[i]!;
    counts[c]!++;
    for (let j = 0; j < cols; j++) sums[c * cols + j]! += points.data[i * cols + j]!;
  }
  const data = Float32Array.from(sums, (sum, at) => {
    const count = counts[Math.floor(at / cols)]!;
    return count > 0 ? sum / count : previous.data[at]!;
  });
  return { rows: k, cols, data };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
