import {
  densityWeighted,
  entropy,
  margin,
  referenceKernels as kernels,
  selectBatch,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const scene = generalScene({ items: 60, dimension: 20 });
const inputs = inputsOf(scene, densityWeighted.needs);

function choose(options: Record<string, unknown>) {
  return selectBatch(densityWeighted, inputs, { count: 60, kernels, options });
}

describe('density-weighted', () => {
  it('is uncertainty times the mean cosine similarity to every item', async () => {
    const { embeddings, probabilities } = inputs as Required<typeof inputs>;
    const rowOf = (i: number) => [...embeddings.data.subarray(20 * i, 20 * i + 20)];
    const dot = (a: number[], b: number[]) => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
    const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    const scores = Array.from({ length: 60 }, (_, i) => {
      const similar = Array.from({ length: 60 }, (__, j) => cosine(rowOf(i), rowOf(j)));
      const density = similar.reduce((sum, value) => sum + value, 0) / 60;
      const [first, second] = [...probabilities.data.subarray(4 * i, 4 * i + 4)].sort(
        (a, b) => b - a,
      );
      return (1 - first! + second!) * Math.max(0, density) ** 2;
    });
    const expected = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
    expect(await choose({ weight: 2 })).toEqual(expected);
  });

  it('is plain uncertainty without weight', async () => {
    const request = { count: 60, kernels };
    expect(await choose({ weight: 0 })).toEqual(await selectBatch(margin, inputs, request));
    expect(await choose({ weight: 0, uncertainty: 'entropy' })).toEqual(
      await selectBatch(entropy, inputs, request),
    );
  });
});
