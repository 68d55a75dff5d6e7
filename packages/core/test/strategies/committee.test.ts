import {
  bald,
  findStrategy,
  fitFeatureSpace,
  queryByCommittee,
  referenceKernels as kernels,
  selectBatch,
  type EmbeddingHead,
  type Matrix,
  type StrategyInputs,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const D = 16;

/** A head whose features are the embeddings themselves; class 1 by feature 0 less feature 1. */
function plainHead(): EmbeddingHead {
  const weights = new Float32Array(2 * D);
  weights[D] = 8;
  weights[D + 1] = -8;
  return {
    space: {
      kind: 'standardised',
      centre: new Float32Array(D),
      factors: new Float32Array(D).fill(1),
    },
    head: {
      classCount: 2,
      dimension: D,
      weights: { rows: 2, cols: D, data: weights },
      bias: new Float32Array(2),
    },
  };
}

function rowsOf(rows: readonly (readonly number[])[]): Matrix {
  const data = new Float32Array(rows.length * D);
  for (const [i, values] of rows.entries()) data.set(values, i * D);
  return { rows: rows.length, cols: D, data };
}

/** Item 0 is ambiguous to every head, 1 is clear to every head, 2 hangs on which feature is seen. */
const inputs: Partial<StrategyInputs> = {
  embeddings: rowsOf([
    [0, 0, 5],
    [3, -3],
    [3, 3],
  ]),
  labelledEmbeddings: rowsOf([[1], [0, 1]]),
  labelledTargets: Int32Array.of(1, 0),
  head: plainHead(),
};
const dropout = { committee: 'dropout', members: 40, dropout: 0.4 };

describe('a committee', () => {
  it('disagrees on what hangs on single features, not on what is ambiguous to all', async () => {
    for (const [strategy, extra] of [
      [bald, {}],
      [queryByCommittee, {}],
      [queryByCommittee, { disagreement: 'kl' }],
      [queryByCommittee, { disagreement: 'mean-std' }],
    ] as const) {
      const options = { ...dropout, ...extra };
      expect((await selectBatch(strategy, inputs, { count: 3, kernels, options }))[0]).toBe(2);
    }
    const entropy = findStrategy('entropy');
    const probabilities = { rows: 3, cols: 2, data: Float64Array.of(0.5, 0.5, 0, 1, 0.5, 0.5) };
    expect(await selectBatch(entropy, { probabilities }, { count: 1, kernels })).toEqual([0]);
  });

  it('by Kullback-Leibler divergence is BALD', async () => {
    const scene = generalScene({ items: 80, dimension: 20, labelled: 12 });
    const given = inputsOf(scene, bald.needs);
    for (const committee of ['bootstrap', 'dropout']) {
      const request = { count: 30, seed: 7, kernels };
      const byKl = await selectBatch(queryByCommittee, given, {
        ...request,
        options: { committee, disagreement: 'kl' },
      });
      expect(byKl).toEqual(await selectBatch(bald, given, { ...request, options: { committee } }));
    }
  });

  it('of bootstrap heads doubts what few labels tell of', async () => {
    // Class 1 has one label far from the rest, which about a third of the draws leave out.
    const pool = rowsOf([[10], [-10], [0, 10]]);
    const labelled = rowsOf([[-10], [-9], [-11], [0, 10]]);
    const given: Partial<StrategyInputs> = {
      embeddings: pool,
      labelledEmbeddings: labelled,
      labelledTargets: Int32Array.of(0, 0, 0, 1),
      head: { ...plainHead(), space: { ...plainHead().space, ...fitFeatureSpace(labelled) } },
    };
    const options = { committee: 'bootstrap', members: 50 };
    const order = await selectBatch(queryByCommittee, given, { count: 3, kernels, options });
    expect(order.indexOf(2)).toBeLessThan(order.indexOf(1));
  });
});
