import { throwIfCancelled } from '../errors.js';
import { distanceBlocks, meanRow, shiftedRows, type Means } from '../numeric/distances.js';
import { kMeans } from '../numeric/k-means.js';
import { stackRows, takeRows, type Matrix } from '../numeric/matrix.js';
import { kthLargest } from '../numeric/top-k.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Clusters of no more items than this come last: their typicality says little. */
const SMALL_CLUSTER = 5;

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
    for (const cluster of order) {
      throwIfCancelled(signal);
      // Later rounds take the next typical items of the same clusters, in the same order.
      const ranked = await byTypicality(points, cluster.rows, {
        neighbours: options.neighbours,
        kernels,
        signal,
      });
      cluster.rows.splice(0, ranked.length, ...ranked);
      picked.push(ranked[0]!);
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

/** Rows by rising mean distance to their nearest neighbours in the cluster. */
async function byTypicality(
  points: Matrix,
  rows: readonly number[],
  { neighbours, ...means }: Means & { neighbours: number },
): Promise<number[]> {
  const near = Math.min(neighbours, Math.floor(rows.length / 2));
  if (near === 0) return [...rows];
  const own = takeRows(points, rows);
  const spread = new Float64Array(rows.length);
  for await (const block of distanceBlocks(own, own, means)) {
    for (let r = 0; r < block.rows; r++) {
      const squared = block.squared.subarray(r * rows.length, (r + 1) * rows.length);
      // Behind the (k + 1)-th smallest lie the k others and the row itself, at distance 0.
      kthLargest(squared, rows.length - near);
      const nearest = squared.subarray(rows.length - near - 1);
      spread[block.start + r] = nearest.reduce((sum, value) => sum + Math.sqrt(value), 0);
    }
  }
  const order = Array.from(rows, (_, i) => i);
  return order.sort((a, b) => spread[a]! - spread[b]! || a - b).map((i) => rows[i]!);
}
