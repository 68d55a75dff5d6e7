import {
  bald,
  findStrategy,
  fitFeatureSpace,
  queryByCommittee,
  referenceKernels as kernels,
  seededRandom,
  selectBatch,
  takeRows,
  type EmbeddingHead,
  type Head,
  type Matrix,
  type StrategyInputs,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

import { toFeatures } from '../../src/head/feature-space.js';
import { formCommittee, type Committee } from '../../src/strategies/contract/committee.js';

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

  it('scores as the definitions say, from the same members', async () => {
    const scene = generalScene({ items: 60, dimension: 20, labelled: 14 });
    const given = inputsOf(scene, bald.needs) as unknown as StrategyInputs;
    for (const kind of ['bootstrap', 'dropout'] as const) {
      const options = { committee: kind, members: 9, dropout: 0.25 };
      for (const [strategy, extra, definition] of [
        [queryByCommittee, { disagreement: 'vote-entropy' }, entropyOfVotes],
        [queryByCommittee, { disagreement: 'kl' }, divergenceFromMean],
        [bald, {}, informationOfLabel],
      ] as const) {
        const committee = await formCommittee(given, {
          ...{ options, random: seededRandom(3), kernels },
          signal: undefined,
        });
        const expected = Array.from({ length: scene.pool.rows }, (_, row) =>
          definition(committee.members.map((member) => saidBy(member, committee, row))),
        );
        const order = await selectBatch(strategy, given, {
          ...{ count: scene.pool.rows, seed: 3, kernels },
          options: { ...options, ...extra },
        });
        // Rounding of float32 products may exchange items that are almost equal.
        const inOrder = order.map((row) => expected[row]!);
        const sorted = [...expected].sort((a, b) => b - a);
        for (const [at, score] of inOrder.entries()) expect(score).toBeCloseTo(sorted[at]!, 5);
        expect(sorted[0]! - sorted.at(-1)!).toBeGreaterThan(1e-3);
      }

      function saidBy(member: Head, { space }: Committee, row: number): number[] {
        const { data, cols } = toFeatures(space, takeRows(given.embeddings, [row]));
        const exponentials = Array.from(member.bias, (bias, c) => {
          let logit = bias;
          for (let k = 0; k < cols; k++) logit += data[k]! * member.weights.data[c * cols + k]!;
          return Math.exp(logit);
        });
        const sum = exponentials.reduce((total, value) => total + value, 0);
        return exponentials.map((value) => value / sum);
      }
    }
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

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const entropyOf = (p: readonly number[]) => -sumOf(p.map((q) => (q > 0 ? q * Math.log(q) : 0)));
const meanOf = (said: readonly (readonly number[])[]) =>
  said[0]!.map((_, c) => sumOf(said.map((p) => p[c]!)) / said.length);

/** −Σ_c V(c)/E · log V(c)/E, V(c) votes for class c (Dagan and Engelson 1995). */
function entropyOfVotes(said: readonly (readonly number[])[]): number {
  const votes = said.map((p) => p.indexOf(Math.max(...p)));
  return entropyOf(said[0]!.map((_, c) => votes.filter((vote) => vote === c).length / said.length));
}

/** 1/E Σ_e Σ_c p_e(c) · log(p_e(c) / p̄(c)) (McCallum and Nigam 1998). */
function divergenceFromMean(said: readonly (readonly number[])[]): number {
  const mean = meanOf(said);
  const divergence = (p: readonly number[]) =>
    sumOf(p.map((q, c) => (q > 0 ? q * Math.log(q / mean[c]!) : 0)));
  return sumOf(said.map(divergence)) / said.length;
}

/** H(p̄) − 1/E Σ_e H(p_e) (Houlsby et al. 2011). */
function informationOfLabel(said: readonly (readonly number[])[]): number {
  return entropyOf(meanOf(said)) - sumOf(said.map(entropyOf)) / said.length;
}
