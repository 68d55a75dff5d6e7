import { entropy, margin, referenceKernels as kernels, selectBatch } from '@alaas/core';
import { describe, expect, it } from 'vitest';

/** Margins 0.1, 0.2, 0.4 and 0.8: scores of 0.9, 0.8, 0.6 and 0.2 above the lowest. */
const probabilities = {
  rows: 4,
  cols: 2,
  data: Float64Array.of(0.55, 0.45, 0.6, 0.4, 0.7, 0.3, 0.9, 0.1),
};
const DRAWS = 4000;

async function shares(options: Record<string, unknown>): Promise<number[]> {
  const firsts = [0, 0, 0, 0];
  for (let seed = 0; seed < DRAWS; seed++) {
    const [first] = await selectBatch(
      margin,
      { probabilities },
      { count: 1, seed, kernels, options },
    );
    firsts[first!]!++;
  }
  return firsts.map((times) => times / DRAWS);
}

function expectNear(found: readonly number[], weights: readonly number[]): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    // Three standard deviations of a share.
    expect(Math.abs(found[i]! - weight / total)).toBeLessThan(0.024);
  }
}

describe('noise over scores', () => {
  it('power draws in proportion to the score above the lowest', async () => {
    expectNear(await shares({ noise: 'power' }), [0.9, 0.8, 0.6, 0.2]);
    const squares = [0.81, 0.64, 0.36, 0.04];
    expectNear(await shares({ noise: 'power', sharpness: 2 }), squares);
  });

  it('softmax draws in proportion to the exponential of the score', async () => {
    const scores = [-0.1, -0.2, -0.4, -0.8];
    const weights = scores.map((score) => Math.exp(3 * score));
    expectNear(await shares({ noise: 'softmax', sharpness: 3 }), weights);
  });

  it('rank draws in proportion to the inverse of the rank', async () => {
    expectNear(await shares({ noise: 'rank' }), [1, 1 / 2, 1 / 3, 1 / 4]);
  });

  it('is hardly felt when sharp, and scores of 0 may still be drawn', async () => {
    const options = { noise: 'power', sharpness: 1000 };
    const choose = (seed: number) =>
      selectBatch(margin, { probabilities }, { count: 4, seed, kernels, options });
    expect(await choose(1)).toEqual([0, 1, 2, 3]);
    const sure = { rows: 3, cols: 2, data: Float64Array.of(1, 0, 0, 1, 1, 0) };
    const firsts = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      const request = { count: 3, seed, kernels, options: { noise: 'power' } };
      firsts.add((await selectBatch(entropy, { probabilities: sure }, request))[0]!);
    }
    expect(firsts).toEqual(new Set([0, 1, 2]));
  });
});
