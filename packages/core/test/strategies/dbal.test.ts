import { dbal, kMeans, margin, referenceKernels as kernels, selectBatch } from '@alaas/core';
import { generalScene, inputsOf, seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

describe('dbal', () => {
  const scene = generalScene({ items: 80, dimension: 20 });
  const inputs = inputsOf(scene, dbal.needs);

  it('takes from the least sure items only', async () => {
    const options = { candidates: 2 };
    const picked = await selectBatch(dbal, inputs, { count: 10, kernels, options });
    const unsure = await selectBatch(margin, inputs, { count: 20, kernels });
    expect(picked.every((row) => unsure.includes(row))).toBe(true);
  });

  it('without weights that differ is k-means on all items', async () => {
    const level = { ...scene, sharpness: 0 };
    const flat = inputsOf(level, dbal.needs);
    const options = { candidates: 1000 };
    const request = { count: 9, seed: 3, kernels };
    expect(await selectBatch(dbal, flat, { ...request, options })).toEqual(
      await selectBatch(kMeans, flat, request),
    );
  });

  it('draws the centre of a cluster to the items of which the head is least sure', async () => {
    // Five pairs: in each the item at the origin is certain, or the other one is.
    const dimension = 20;
    const data = new Float32Array(10 * dimension);
    for (let i = 0; i < 10; i++) data[i * dimension + (i >> 1)] = i % 2 === 0 ? 10 : 11;
    const said = [0.95, 0.5, 0.5, 0.95, 0.95, 0.5, 0.5, 0.95, 0.5, 0.95];
    const probabilities = {
      rows: 10,
      cols: 2,
      data: Float64Array.from(said.flatMap((p) => [p, 1 - p])),
    };
    const embeddings = { rows: 10, cols: dimension, data };
    const picked = await selectBatch(
      dbal,
      { embeddings, probabilities },
      { count: 5, seed: 2, kernels },
    );
    expect([...picked].sort((a, b) => a - b)).toEqual([1, 2, 5, 6, 8]);
  });

  it('takes one item of each group', async () => {
    const { embeddings, targets } = seededClasses({
      items: 60,
      classes: 6,
      dimension: 20,
      spread: 0.1,
      seed: 1,
    });
    const probabilities = { rows: 60, cols: 2, data: new Float64Array(120).fill(0.5) };
    const given = { embeddings, probabilities };
    const picked = await selectBatch(dbal, given, { count: 6, kernels });
    expect(new Set(picked.map((row) => targets[row])).size).toBe(6);
  });
});
