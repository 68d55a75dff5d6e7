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

it('finds nearly what the exact form finds where a tenth of the pool may be chosen', async () => {
  const pool = seededClasses({ items: 2000, classes: 40, dimension: 20, spread: 0.5, seed: 4 });
  const isUnsure = (row: number) => row % 40 < 20;
  const data = Float64Array.from({ length: 4000 }, (_, at) =>
    isUnsure(Math.floor(at / 2)) ? 0.5 : Number(at % 2 === 0),
  );
  const inputs = { embeddings: pool.embeddings, probabilities: { rows: 2000, cols: 2, data } };
  const groupsReached = async (options: Record<string, number>) => {
    const context = { count: 20, kernels, options };
    const picked = await selectBatch(uncertaintyHerding, inputs, context);
    return new Set(picked.filter(isUnsure).map((row) => row % 40)).size;
  };
  const exact = await groupsReached({});
  const sampled = await groupsReached({ exactUpTo: 0, represented: 2000, candidates: 200 });
  expect(exact).toBeGreaterThanOrEqual(18);
  expect(sampled).toBeGreaterThanOrEqual(exact - 1);
});

it('takes what is left when candidates are nearly all of the pool', async () => {
  const options = { exactUpTo: 0, represented: 600, candidates: 599 };
  const picked = await selectBatch(maxHerding, { embeddings }, { count: 599, kernels, options });
  expect(new Set(picked).size).toBe(599);
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
