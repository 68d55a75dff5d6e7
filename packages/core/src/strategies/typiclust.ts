import { throwIfCancelled } from '../errors.js';
import {
  distanceBlocks,
  meanRow,
  shiftedRows,
  squaredDistance,
  type Means,
} from '../numeric/distances.js';
import { kMeans } from '../numeric/k-means.js';
import { stackRows, takeRows, type Matrix } from '../numeric/matrix.js';
import { kthLargest } from '../numeric/top-k.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Clusters of no more items than this come last: their typicality says little. */
const SMALL_CLUSTER = 5;
/** Rows of several clusters whose distances are computed at once; a larger cluster is alone. */
const GROUP_ROWS = 256;

/** Takes the most typical item of each of the largest clusters that have no label yet. */
export const typiclust = defineStrategy({
  id: 'typiclust',
  title: 'TypiClust',
  summary:
    'Asks for the most typical item of each group without a label. For the first few labels per class; falls behind later.',
  source:
    'Hacohen, Dekel and Weinshall 2022, Active learning on a budget: opposite strategies suit high and low budgets',
  cost: 'O(N·k·d) per iteration for k clusters, then O(m²·d) in each cluster of m items',
  needs: ['embeddings'],
  uses: ['labelledEmbeddings'],
  options: {
    maxClusters: {
      kind: 'integer',
      default: 500,
      min: 1,
      max: 10_000,
      help: 'Clusters at most; below that as many as labelled items and batch together.',
    },
    neighbours: {
      kind: 'integer',
      default: 20,
      min: 1,
      max: 1000,
      help: 'Nearest items of the cluster (half of it at most) whose mean distance tells how typical an item is.',
    },
  },
  randomised: true,
  async select(
    { embeddings, labelledEmbeddings },
    { count, options, random, kernels, signal, onProgress },
  ) {
    const points = centred(embeddings, labelledEmbeddings);
    const clusters = Math.min(options.maxClusters, points.rows - embeddings.rows + count);
    const { assignment } = await kMeans(points, { clusters, random, kernels, signal });
    const order = inOrder(clustersOf(assignment, { clusters, poolSize: embeddings.rows }));
    const picked: number[] = [];
    for (const group of grouped(order)) {
      throwIfCancelled(signal);
      // Later rounds take the next typical items of the same clusters, in the same order.
      await rankByTypicality(points, group, { neighbours: options.neighbours, kernels, signal });
      picked.push(...group.map(({ rows }) => rows[0]!).slice(0, count - picked.length));
      onProgress?.(picked.length);
      if (picked.length === count) return picked;
    }
    for (let round = 1; picked.length < count; round++) {
      const next = order.filter(({ rows }) => rows.length > round).map(({ rows }) => rows[round]!);
      picked.push(...next.slice(0, count - picked.length));
    }
    return picked;
  },
});

interface Cluster {
  /** Its rows of the pool. */
  readonly rows: number[];
  labelled: number;
}

/** Pool and labelled items in one matrix, near the origin so that distances lose little. */
function centred(pool: Matrix, labelled: Matrix | undefined): Matrix {
  const all = labelled?.rows ? stackRows(pool, labelled) : pool;
  return shiftedRows(all, meanRow(all));
}

function clustersOf(
  assignment: Int32Array,
  { clusters, poolSize }: { clusters: number; poolSize: number },
): Cluster[] {
  const found: Cluster[] = Array.from({ length: clusters }, () => ({ rows: [], labelled: 0 }));
  for (let i = 0; i < assignment.length; i++) {
    const cluster = found[assignment[i]!]!;
    if (i < poolSize) cluster.rows.push(i);
    else cluster.labelled++;
  }
  return found.filter(({ rows }) => rows.length > 0);
}

/** Large before small, then fewest labels first, then most items first. */
function inOrder(clusters: Cluster[]): Cluster[] {
  const small = ({ rows }: Cluster) => Number(rows.length <= SMALL_CLUSTER);
  return clusters.sort(
    (a, b) => small(a) - small(b) || a.labelled - b.labelled || b.rows.length - a.rows.length,
  );
}

/** Neighbours in the order, so many at a time that one product does for all of them. */
function grouped(clusters: readonly Cluster[]): Cluster[][] {
  const groups: Cluster[][] = [];
  let size = Infinity;
  for (const cluster of clusters) {
    size += cluster.rows.length;
    if (size <= GROUP_ROWS) {
      groups[groups.length - 1]!.push(cluster);
    } else {
      groups.push([cluster]);
      size = cluster.rows.length;
    }
  }
  return groups;
}

/** Puts the rows of each cluster by rising mean distance to their nearest neighbours in it. */
async function rankByTypicality(
  points: Matrix,
  clusters: readonly Cluster[],
  { neighbours, ...means }: Means & { neighbours: number },
): Promise<void> {
  const rows = clusters.flatMap((cluster) => cluster.rows);
  const own = takeRows(points, rows);
  const places = clusters.flatMap((cluster, at) => cluster.rows.map(() => at));
  const starts = clusters.map((_, at) => places.indexOf(at));
  const spread = new Float64Array(rows.length);
  for await (const { start, rows: blockRows, squared } of distanceBlocks(own, own, means)) {
    for (let r = 0; r < blockRows; r++) {
      const at = places[start + r]!;
      const others = clusters[at]!.rows;
      const from = r * rows.length + starts[at]!;
      // Of two or three items two are each other's neighbour: float64 sees that they tie.
      const distances =
        others.length <= SMALL_CLUSTER
          ? Float32Array.from(others, (j) =>
              squaredDistance(points, rows[start + r]!, { b: points, j }),
            )
          : squared.subarray(from, from + others.length);
      spread[start + r] = spreadOf(distances, neighbours);
    }
  }
  for (const [at, cluster] of clusters.entries()) {
    const order = Array.from(cluster.rows, (_, i) => i);
    order.sort((a, b) => spread[starts[at]! + a]! - spread[starts[at]! + b]! || a - b);
    const ranked = order.map((i) => cluster.rows[i]!);
    cluster.rows.splice(0, ranked.length, ...ranked);
  }
}

/** Sum of the distances to the nearest others, half of the cluster at most; reorders them. */
function spreadOf(squared: Float32Array, neighbours: number): number {
  const near = Math.min(neighbours, Math.floor(squared.length / 2));
  if (near === 0) return 0;
  // Behind the (k + 1)-th smallest lie the k others and the row itself, at distance 0.
  kthLargest(squared, squared.length - near);
  const nearest = squared.subarray(squared.length - near - 1);
  return nearest.reduce((sum, value) => sum + Math.sqrt(value), 0);
}
