import {
  fitFeatureSpace,
  holdoutTwins,
  referenceKernels,
  seededRandom,
  simulateAgent,
  type Matrix,
} from '@alaas/core';
import { describe, expect, it } from 'vitest';

const GROUPS = 200;
const COPIES = 5;
const DIMENSION = 24;
const CLASSES = 4;
const kernels = referenceKernels;

/** Groups of near copies, one after the other; what class a group has is pure chance. */
function groups(count: number, copies: number, seed: number) {
  const random = seededRandom(seed);
  const data = new Float32Array(count * copies * DIMENSION);
  const targets = new Int32Array(count * copies);
  for (let group = 0; group < count; group++) {
    const centre = Array.from({ length: DIMENSION }, () => random.normal());
    const target = random.integer(CLASSES);
    for (let copy = 0; copy < copies; copy++) {
      const row = group * copies + copy;
      targets[row] = target;
      centre.forEach((value, k) => {
        data[row * DIMENSION + k] = value + 0.02 * random.normal();
      });
    }
  }
  const embeddings: Matrix = { rows: count * copies, cols: DIMENSION, data };
  return { embeddings, targets };
}

describe('holdoutTwins', () => {
  const { embeddings } = groups(GROUPS, COPIES, 1);
  const space = fitFeatureSpace(embeddings);
  const holdout = [3, 4, 500];
  const twins = [0, 1, 2, 501, 502, 503, 504];

  it('finds the near copies of what is measured on, and nothing else', async () => {
    const found = await holdoutTwins({ space, embeddings, holdout, budgetLabels: 900, kernels });
    expect(found).toEqual(twins);
  });

  it('leaves the budget its items', async () => {
    const most = embeddings.rows - twins.length;
    const at = (budgetLabels: number) =>
      holdoutTwins({ space, embeddings, holdout, budgetLabels, kernels });
    expect(await at(most)).toEqual(twins);
    expect(await at(most + 1)).toEqual([]);
  });

  it('is honest where copies lie in the pool: chance is not taken for accuracy', async () => {
    const pool = groups(GROUPS, COPIES, 2);
    const test = groups(100, 1, 3);
    const [run] = await simulateAgent({
      data: {
        embeddings: pool.embeddings,
        targets: pool.targets,
        testEmbeddings: test.embeddings,
        testTargets: test.targets,
        classCount: CLASSES,
      },
      mode: 'auto',
      budgetLabels: 400,
      seeds: [0],
      metric: 'accuracy',
      earlyStop: false,
      kernels,
    });
    expect(run!.holdoutLabels).toBe(48);
    // Chance is 25 %; with twins among the labels 43 % of the holdout are right.
    expect(run!.arms[0]!.points.at(-1)!.holdoutAccuracy).toBeLessThan(0.36);
    expect(run!.notes.join(' ')).toMatch(
      /Near twins of the holdout's items are not asked for \(\d{2,}\)/,
    );
  });
});
