import { kMeans, referenceKernels as kernels, selectBatch } from '@alaas/core';
import { clusteredScene } from '@alaas/testkit';
import { expect, it } from 'vitest';

it('takes the item nearest to the mean of each cluster', async () => {
  const { scene, clusterOf } = clusteredScene();
  const { pool } = scene;
  const picked = await selectBatch(kMeans, { embeddings: pool }, { count: 6, kernels });
  expect(new Set(picked.map((row) => clusterOf[row])).size).toBe(6);
  for (const row of picked) {
    const mates = [...clusterOf.keys()].filter((mate) => clusterOf[mate] === clusterOf[row]);
    const mean = Array.from({ length: pool.cols }, (_, k) =>
      mates.reduce((sum, mate) => sum + pool.data[mate * pool.cols + k]! / mates.length, 0),
    );
    const fromMean = (mate: number) =>
      mean.reduce((sum, value, k) => sum + (pool.data[mate * pool.cols + k]! - value) ** 2, 0);
    expect(fromMean(row)).toBeCloseTo(Math.min(...mates.map(fromMean)), 5);
  }
});
