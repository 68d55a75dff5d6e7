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
 * An emptied cluster keeps its centre. Cost 2·N·k·d flops for the seeds and for the first iterations,
 * on the kernels; less and less for the later ones, as fewer centres move.
 *
 * @param points N × d, N ≥ clusters ≥ 1; near the origin, for exact distances.
 */
export async function kMeans(points: Matrix, options: ClusteringOptions): Promise<Clustering> {
  const { maxIterations = 20, clusters, signal, kernels } = options;
  const weights = options.weights ?? new Float64Array(points.rows).fill(1);
  const norms = squaredNorms(points);
  const means = { leftNorms: norms, kernels, signal };
  let centres = takeRows(points, await seedRows(points, norms, { ...options, weights }));
  let nearest = await nearestRows(points, centres, means);
  let inertia = total(nearest.squared, weights);
  let moved: Uint8Array = new Uint8Array(clusters).fill(1);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    throwIfCancelled(signal);
    centres = meansOf(points, nearest.index, { previous: centres, moved, weights });
    const before = nearest;
    nearest = await nearestAgain(points, { centres, moved, before, ...means });
    moved = changedClusters(before.index, nearest.index, clusters);
    const next = total(nearest.squared, weights);
    if (next >= inertia * (1 - SMALLEST_GAIN)) break;
    inertia = next;
  }
  return { centres, assignment: nearest.index, squared: nearest.squared };
}

/** Clusters that gained or lost an item: 1, the others 0. */
function changedClusters(before: Int32Array, after: Int32Array, clusters: number): Uint8Array {
  const changed = new Uint8Array(clusters);
  for (let i = 0; i < before.length; i++) {
    if (before[i] !== after[i]) changed[before[i]!] = changed[after[i]!] = 1;
  }
  return changed;
}

interface Nearest {
  readonly index: Int32Array;
  readonly squared: Float32Array;
}

interface Step extends Means {
  readonly centres: Matrix;
  /** 1 for each centre that may have moved since `before`. */
  readonly moved: Uint8Array;
  /** Of each point among the centres as they were. */
  readonly before: Nearest;
  readonly leftNorms: Float64Array;
}

/**
 * The nearest centre of each point. A centre that stayed is no nearer than the nearest one was, so
 * that it matters only to a point whose own centre moved and which no moved centre is as near as
 * that was.
 */
async function nearestAgain(points: Matrix, step: Step): Promise<Nearest> {
  const { centres, moved, before, leftNorms, ...means } = step;
  const clusters = Array.from(moved.keys());
  const moving = clusters.filter((c) => moved[c] === 1);
  const still = clusters.filter((c) => moved[c] === 0);
  if (still.length === 0) return nearestRows(points, centres, { leftNorms, ...means });
  if (moving.length === 0) return before;
  const { index, squared } = await nearestRows(points, takeRows(centres, moving), {
    leftNorms,
    ...means,
  });
  const left: number[] = [];
  for (let i = 0; i < index.length; i++) {
    const own = before.index[i]!;
    if (moved[own] === 0 && before.squared[i]! <= squared[i]!) {
      index[i] = own;
      squared[i] = before.squared[i]!;
    } else {
      index[i] = moving[index[i]!]!;
      if (squared[i]! > before.squared[i]!) left.push(i);
    }
  }
  const rest = await nearestRows(takeRows(points, left), takeRows(centres, still), means);
  for (const [at, i] of left.entries()) {
    if (rest.squared[at]! >= squared[i]!) continue;
    index[i] = still[rest.index[at]!]!;
    squared[i] = rest.squared[at]!;
  }
  return { index, squared };
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

/** Means of the clusters that changed; an emptied one and the others keep theirs. */
function meansOf(
  { rows, data: values }: Matrix,
  assignment: Int32Array,
  { previous, moved, weights }: { previous: Matrix; moved: Uint8Array; weights: Float64Array },
): Matrix {
  const { rows: k, cols } = previous;
  const sums = new Float64Array(k * cols);
  const counts = new Float64Array(k);
  for (let i = 0; i < rows; i++) {
    const c = assignment[i]!;
    if (moved[c] === 0) continue;
    const weight = weights[i]!;
    counts[c]! += weight;
    for (let to = c * cols, end = to + cols, from = i * cols; to < end; to++, from++) {
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
