import {
  dropquery,
  referenceKernels as kernels,
  selectBatch,
  type EmbeddingHead,
  type Matrix,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const D = 32;

/** Class 1 where the sum of all features is positive. */
function sumHead(): EmbeddingHead {
  const weights = new Float32Array(2 * D).fill(1, D);
  const factors = new Float32Array(D).fill(1);
  return {
    space: { kind: 'standardised', centre: new Float32Array(D), factors },
    head: {
      classCount: 2,
      dimension: D,
      weights: { rows: 2, cols: D, data: weights },
      bias: new Float32Array(2),
    },
  };
}

/** Even rows: all features alike, so that no dropout turns the sum. Odd rows: features that cancel. */
function mixedPool(rows: number): Matrix {
  const data = Float32Array.from({ length: rows * D }, (_, at) => {
    const [i, k] = [Math.floor(at / D), at % D];
    if (i % 2 === 0) return i % 4 === 0 ? 1 : -1;
    return (k % 2 === 0 ? 5 : -4.9) + 0.01 * i;
  });
  return { rows, cols: D, data };
}

describe('dropquery', () => {
  it('takes items whose guess hangs on which features are seen', async () => {
    const picked = await selectBatch(
      dropquery,
      { embeddings: mixedPool(60), head: sumHead() },
      { count: 5, seed: 1, kernels, options: { passes: 9 } },
    );
    expect(picked.every((row) => row % 2 === 1)).toBe(true);
  });

  it('goes on with those of fewer changes where the doubtful are too few', async () => {
    const picked = await selectBatch(
      dropquery,
      { embeddings: mixedPool(20), head: sumHead() },
      { count: 16, seed: 1, kernels, options: { passes: 25 } },
    );
    // All ten that ever change are among them.
    expect(picked.filter((row) => row % 2 === 1)).toHaveLength(10);
  });

  it('is k-means on the features when every guess stands', async () => {
    const scene = { ...generalScene({ items: 40, dimension: 20 }), sharpness: 0 };
    const picked = await selectBatch(dropquery, inputsOf(scene, dropquery.needs), {
      count: 7,
      kernels,
    });
    expect(new Set(picked).size).toBe(7);
  });
});
