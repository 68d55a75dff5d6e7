import {
  contrastive,
  predictFromEmbeddings,
  referenceKernels as kernels,
  selectBatch,
  toFeatures,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

describe('contrastive', () => {
  it('ranks by the mean divergence from the nearest labelled items', async () => {
    const scene = generalScene({ items: 50, dimension: 20, labelled: 15 });
    const inputs = inputsOf(scene, contrastive.needs) as Required<ReturnType<typeof inputsOf>>;
    const { head, embeddings, labelledEmbeddings, probabilities } = inputs;
    const [pool, known] = [embeddings, labelledEmbeddings].map((x) => toFeatures(head.space, x));
    const said = await predictFromEmbeddings(head, labelledEmbeddings, { kernels });
    const squared = (i: number, j: number) => {
      let sum = 0;
      for (let k = 0; k < 20; k++) sum += (pool!.data[i * 20 + k]! - known!.data[j * 20 + k]!) ** 2;
      return sum;
    };
    const scores = Array.from({ length: 50 }, (_, i) => {
      const near = Array.from({ length: 15 }, (__, j) => j)
        .sort((a, b) => squared(i, a) - squared(i, b))
        .slice(0, 4);
      const divergence = (j: number) =>
        [0, 1, 2, 3].reduce((sum, c) => {
          const [p, q] = [said.data[4 * j + c]!, probabilities.data[4 * i + c]!];
          return sum + p * Math.log(p / q);
        }, 0);
      return near.reduce((sum, j) => sum + divergence(j), 0) / 4;
    });
    const expected = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
    const options = { neighbours: 4 };
    expect(await selectBatch(contrastive, inputs, { count: 50, kernels, options })).toEqual(
      expected,
    );
  });
});
