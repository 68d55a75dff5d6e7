import { throwIfCancelled } from '../errors.js';
import { averageLinkage } from '../numeric/average-linkage.js';
import { distanceBlocks, meanRow, shiftedRows } from '../numeric/distances.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { topIndices } from '../numeric/top-k.js';
import type { Means } from '../numeric/distances.js';
import { defineStrategy } from './contract/define-strategy.js';
import { uncertaintyOf } from './contract/uncertainty.js';

/** Items whose distances are kept in one matrix: 64 MiB. */
const MOST_CLUSTERED = 4096;

/** Goes round the clusters of the least sure items, smallest cluster first. */
export const clusterMargin = defineStrategy({
  id: 'cluster-margin',
  title: 'Cluster-Margin',
  summary:
    'Asks where the two best guesses are nearly equal, in turn from each group of like items. For large batches; small groups come first.',
  source:
    'Citovsky et al. 2021, Batch active learning at scale: average linkage, here on the items of the smallest margins instead of the whole pool',
  cost: 'O(N·C + m²·d) for m candidates, at most 4,096 (or the batch, which then needs no clusters)',
  needs: ['embeddings', 'probabilities'],
  uses: [],
  options: {
    candidates: {
      kind: 'number',
      default: 3,
      min: 1,
      max: 1000,
      help: 'Items of the smallest margins that are clustered, in units of the batch; 4,096 at most.',
    },
    clusterSize: {
      kind: 'number',
      default: 10,
      min: 1,
      max: 1000,
      help: 'Items of a cluster on average: where the tree of the linkage is cut.',
    },
  },
  async select({ embeddings, probabilities }, { count, poolSize, options, kernels, signal }) {
    const wanted = Math.min(Math.ceil(options.candidates * count), MOST_CLUSTERED, poolSize);
    const candidates = topIndices(uncertaintyOf(probabilities, 'margin'), Math.max(count, wanted));
    if (candidates.length === count) return candidates;
    throwIfCancelled(signal);
    const points = takeRows(embeddings, candidates);
    const squared = await allDistances(points, { kernels, signal });
    const clusters = Math.max(1, Math.ceil(candidates.length / options.clusterSize));
    const clusterOf = averageLinkage(squared, { size: candidates.length, clusters, signal });
    return inTurn(clusterOf, count).map((i) => candidates[i]!);
  },
});

async function allDistances(points: Matrix, means: Means): Promise<Float32Array> {
  const near = shiftedRows(points, meanRow(points));
  const all = new Float32Array(points.rows * points.rows);
  for await (const { start, squared } of distanceBlocks(near, near, means)) {
    all.set(squared, start * points.rows);
  }
  return all.map(Math.sqrt);
}

/** One item of each cluster, then a second, and so on; within a cluster in the order given. */
function inTurn(clusterOf: Int32Array, count: number): number[] {
  const members = new Map<number, number[]>();
  for (const [i, cluster] of clusterOf.entries()) {
    const own = members.get(cluster);
    if (own) own.push(i);
    else members.set(cluster, [i]);
  }
  // Clusters came in the order of their smallest margin, which a stable sort keeps among equals.
  const order = [...members.values()].sort((a, b) => a.length - b.length);
  const picked: number[] = [];
  for (let round = 0; picked.length < count; round++) {
    for (const own of order) if (own.length > round) picked.push(own[round]!);
  }
  return picked.slice(0, count);
}
