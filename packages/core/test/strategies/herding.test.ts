import { maxHerding, selectBatch, uncertaintyHerding, type Approximation } from '@alaas/core';
import { openOnnxKernels, type OnnxKernels } from '@alaas/pipeline';
import { seededClasses } from '@alaas/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let kernels: OnnxKernels;
beforeAll(async () => {
  kernels = await openOnnxKernels();
});
afterAll(() => kernels.close());

const { embeddings } = seededClasses({
  items: 600,
  classes: 12,
  dimension: 20,
  spread: 0.3,
  seed: 3,
});

it('says nothing of an approximation up to the size that is treated exactly', async () => {
  const told: Approximation[] = [];
  const context = { count: 5, kernels, onApproximation: (one: Approximation) => told.push(one) };
  await selectBatch(maxHerding, { embeddings }, context);
  expect(told).toEqual([]);
});

it('above it tells what was sampled, and chooses rows of the pool that reach every class', async () => {
  const told: Approximation[] = [];
  const options = { exactUpTo: 300, represented: 300, candidates: 200 };
  const picked = await selectBatch(
    maxHerding,
    { embeddings },
    { count: 12, kernels, options, onApproximation: (one) => told.push(one) },
  );
  expect(told).toEqual([
    { method: 'sampled-herding', represented: 300, candidates: 200, poolSize: 600 },
  ]);
  expect(new Set(picked.map((row) => row % 12)).size).toBe(12);
});

it('draws candidates where the head is unsure', async () => {
  // Sure of all but the last fifty items.
  const data = Float64Array.from({ length: 1200 }, (_, at) =>
    at < 1100 ? Number(at % 2 === 0) : 0.5,
  );
  const probabilities = { rows: 600, cols: 2, data };
  const options = { exactUpTo: 0, represented: 600, candidates: 60 };
  const picked = await selectBatch(
    uncertaintyHerding,
    { embeddings, probabilities },
    { count: 6, kernels, options },
  );
  expect(picked.filter((row) => row >= 550).length).toBeGreaterThanOrEqual(4);
});

it('raises the samples with the labels and the batch', async () => {
  const told: Approximation[] = [];
  const options = { exactUpTo: 0, represented: 1, candidates: 1 };
  await selectBatch(
    maxHerding,
    { embeddings },
    { count: 10, kernels, options, onApproximation: (one) => told.push(one) },
  );
  expect(told[0]).toMatchObject({ represented: 200, candidates: 50 });
});
