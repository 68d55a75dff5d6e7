import {
  bald,
  batchBald,
  referenceKernels as kernels,
  selectBatch,
  takeRows,
  type StrategyInputs,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const scene = generalScene({ items: 40, dimension: 20, labelled: 12 });
const inputs = inputsOf(scene, batchBald.needs) as StrategyInputs;
const options = { committee: 'dropout', members: 12 };

describe('batch-bald', () => {
  it('begins with the item of BALD', async () => {
    const request = { count: 1, seed: 3, kernels, options };
    expect(await selectBatch(batchBald, inputs, request)).toEqual(
      await selectBatch(bald, inputs, request),
    );
  });

  it('is BALD when no items count together', async () => {
    const request = { count: 10, seed: 3, kernels };
    const apart = { ...request, options: { ...options, jointly: 1 } };
    expect(await selectBatch(batchBald, inputs, apart)).toEqual(
      await selectBatch(bald, inputs, { ...request, options }),
    );
  });

  it('does not ask again for what a copy tells', async () => {
    // Items come in six equal copies: BALD takes copies of one, BatchBALD others too.
    const rows = Array.from({ length: 60 }, (_, i) => i % 10);
    const copies = { ...inputs, embeddings: takeRows(inputs.embeddings, rows) };
    const request = { count: 4, seed: 1, kernels, options };
    const kinds = (picked: readonly number[]) => new Set(picked.map((i) => i % 10)).size;
    expect(kinds(await selectBatch(bald, copies, request))).toBe(1);
    expect(kinds(await selectBatch(batchBald, copies, request))).toBeGreaterThan(1);
  });

  it('goes on when joint answers are sampled, and in a new group', async () => {
    const request = { count: 40, seed: 1, kernels, options: { ...options, jointly: 15 } };
    expect(new Set(await selectBatch(batchBald, inputs, request)).size).toBe(40);
  });
});
