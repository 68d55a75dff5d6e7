import {
  referenceKernels as kernels,
  selectBatch,
  takeRows,
  typiclust,
  type Matrix,
} from '@alaas/core';
import { clusteredScene } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const { scene, clusterOf } = clusteredScene(0.1);
const { pool } = scene;
const sizes = new Map<number, number>();
for (const cluster of clusterOf) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
const bySize = [...sizes.keys()].sort((a, b) => sizes.get(b)! - sizes.get(a)!);

const choose = (
  count: number,
  { labelledEmbeddings, options = {} }: { labelledEmbeddings?: Matrix; options?: object } = {},
) =>
  selectBatch(
    typiclust,
    { embeddings: pool, ...(labelledEmbeddings && { labelledEmbeddings }) },
    { count, kernels, options: { ...options } },
  );

describe('typiclust', () => {
  it('takes the most typical item of each cluster, large clusters first', async () => {
    const picked = await choose(6);
    expect(picked.map((row) => clusterOf[row])).toEqual(bySize);
    for (const row of picked) {
      const mates = matesOf(clusterOf[row]!);
      const spreads = mates.map((mate) => spread(mate, mates, 20));
      expect(spread(row, mates, 20)).toBeCloseTo(Math.min(...spreads), 6);
    }
  });

  it('goes by fewer neighbours when told so', async () => {
    const picked = await choose(6, { options: { neighbours: 2 } });
    for (const row of picked) {
      const mates = matesOf(clusterOf[row]!);
      const spreads = mates.map((mate) => spread(mate, mates, 2));
      expect(spread(row, mates, 2)).toBeCloseTo(Math.min(...spreads), 6);
    }
  });

  it('passes over clusters that have a label, and small ones until the end', async () => {
    const labelledRows = bySize.slice(0, 2).map((cluster) => matesOf(cluster)[0]!);
    const labelledEmbeddings = takeRows(pool, labelledRows);
    const picked = await choose(4, { labelledEmbeddings });
    // Of the four without a label one has no more than five items; it waits for those with a label.
    const open = bySize.slice(2).filter((cluster) => sizes.get(cluster)! > 5);
    expect(picked.slice(0, open.length).map((row) => clusterOf[row])).toEqual(open);
    expect(bySize.slice(0, 2)).toContain(clusterOf[picked[open.length]!]);
  });

  it('takes the next typical ones when there are fewer clusters than items wanted', async () => {
    const picked = await choose(48, { options: { maxClusters: 6 } });
    expect(new Set(picked).size).toBe(48);
    const firsts = picked.slice(0, 6).map((row) => clusterOf[row]);
    expect(new Set(firsts).size).toBe(6);
    const largest = picked.filter((row) => clusterOf[row] === bySize[0]);
    const mates = matesOf(bySize[0]!);
    const spreads = largest.map((row) => spread(row, mates, 20));
    for (let i = 1; i < spreads.length; i++) {
      expect(spreads[i]!).toBeGreaterThanOrEqual(spreads[i - 1]! - 1e-6);
    }
  });
});

function matesOf(cluster: number): number[] {
  return [...clusterOf.keys()].filter((row) => clusterOf[row] === cluster);
}

/** Mean distance to the nearest mates: at most `neighbours` and half of the cluster. */
function spread(row: number, mates: readonly number[], neighbours: number): number {
  const near = Math.max(1, Math.min(neighbours, Math.floor(mates.length / 2)));
  const distances = mates
    .filter((mate) => mate !== row)
    .map((mate) => {
      let squared = 0;
      for (let k = 0; k < pool.cols; k++) {
        squared += (pool.data[row * pool.cols + k]! - pool.data[mate * pool.cols + k]!) ** 2;
      }
      return Math.sqrt(squared);
    });
  const nearest = distances.sort((a, b) => a - b).slice(0, near);
  return nearest.reduce((sum, distance) => sum + distance, 0) / near;
}
