import {
  bald,
  epig,
  referenceKernels as kernels,
  selectBatch,
  type EmbeddingHead,
} from '@alaas/core';
import { describe, expect, it } from 'vitest';

const D = 16;

/** Class 1 by the feature pairs (0, 1) and (2, 3), each of which cancels itself. */
function pairedHead(): EmbeddingHead {
  const weights = new Float32Array(2 * D);
  weights.set([4, -4, 4, -4], D);
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

describe('epig', () => {
  it('asks for what tells of many items, where BALD asks for an oddity', async () => {
    // Forty items hang on features 0 and 1; the last one, larger, on features 2 and 3 alone.
    const rows = 41;
    const data = new Float32Array(rows * D);
    for (let i = 0; i < rows - 1; i++) data.set([1 + 0.01 * i, 1 + 0.01 * i], i * D);
    data.set([0, 0, 9, 9], (rows - 1) * D);
    const inputs = {
      embeddings: { rows, cols: D, data },
      labelledEmbeddings: { rows: 1, cols: D, data: new Float32Array(D) },
      labelledTargets: Int32Array.of(0),
      head: pairedHead(),
    };
    const options = { committee: 'dropout', members: 100, dropout: 0.4 };
    const request = { count: 1, kernels, options };
    expect(await selectBatch(bald, inputs, request)).toEqual([40]);
    expect(await selectBatch(epig, inputs, request)).not.toEqual([40]);
  });
});
