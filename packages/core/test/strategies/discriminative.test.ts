import {
  discriminative,
  fitFeatureSpace,
  fitHead,
  predictProbabilities,
  referenceKernels as kernels,
  selectBatch,
  takeRows,
  toFeatures,
} from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const { embeddings, targets } = seededClasses({
  items: 90,
  classes: 3,
  dimension: 20,
  spread: 0.8,
  seed: 1,
});
const ofClass = (wanted: number) => [...targets.keys()].filter((i) => targets[i] === wanted);

describe('discriminative', () => {
  it('takes, in one round, what a head of two classes calls least like the labelled', async () => {
    const poolRows = Array.from({ length: 80 }, (_, i) => i + 10);
    const labelledRows = [0, 1, 2, 3, 4];
    const labelled = takeRows(embeddings, labelledRows);
    const pool = takeRows(embeddings, poolRows);
    const space = fitFeatureSpace(pool);
    const head = await fitHead({
      kernels,
      features: toFeatures(space, takeRows(embeddings, [...labelledRows, ...poolRows])),
      targets: Int32Array.from({ length: 85 }, (_, i) => Number(i >= 5)),
      classCount: 2,
    });
    const { data } = await predictProbabilities(head, toFeatures(space, pool), { kernels });
    const order = Array.from({ length: 80 }, (_, i) => i);
    order.sort((a, b) => data[2 * b + 1]! - data[2 * a + 1]!);
    const picked = await selectBatch(
      discriminative,
      { embeddings: pool, labelledEmbeddings: labelled },
      { count: 12, kernels, options: { rounds: 1 } },
    );
    expect(picked).toEqual(order.slice(0, 12));
  });

  it('spreads over what is missing when it goes in rounds', async () => {
    const rows = [...ofClass(0).slice(5), ...ofClass(1), ...ofClass(2)];
    const inputs = {
      embeddings: takeRows(embeddings, rows),
      labelledEmbeddings: takeRows(embeddings, ofClass(0).slice(0, 5)),
    };
    const picked = await selectBatch(discriminative, inputs, { count: 12, kernels });
    const classes = picked.map((i) => targets[rows[i]!]!);
    expect(classes.filter((one) => one === 0).length).toBeLessThan(3);
    expect(new Set(classes).has(1) && new Set(classes).has(2)).toBe(true);
  });
});
