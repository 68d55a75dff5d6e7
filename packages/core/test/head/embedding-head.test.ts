import {
  fitFeatureSpace,
  predictFromEmbeddings,
  predictProbabilities,
  referenceKernels as kernels,
  toFeatures,
} from '@alaas/core';
import { seededMatrix } from '@alaas/testkit';
import { expect, it } from 'vitest';

it('says of embeddings what the head says of their features', async () => {
  for (const cols of [3, 20]) {
    const pool = seededMatrix(40, cols, 1);
    pool.data.fill(0, 0, cols);
    pool.data.forEach((x, at) => (pool.data[at] = x * (1 + (Math.floor(at / cols) % 7))));
    const space = fitFeatureSpace(pool);
    const weights = seededMatrix(5, cols, 2);
    const bias = Float32Array.from([0.5, -1, 0, 2, 0.1]);
    const head = { classCount: 5, dimension: cols, weights, bias };
    const before = pool.data.slice();
    const found = await predictFromEmbeddings({ space, head }, pool, { kernels });
    const expected = await predictProbabilities(head, toFeatures(space, pool), { kernels });
    expect(pool.data).toEqual(before);
    for (const [at, value] of expected.data.entries()) {
      expect(Math.abs(found.data[at]! - value)).toBeLessThan(1e-5);
    }
  }
});
