import {
  deepfool,
  margin,
  referenceKernels as kernels,
  selectBatch,
  toFeatures,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

describe('deepfool', () => {
  it('ranks by the length of the shortest step that turns the guess', async () => {
    const scene = generalScene({ items: 50, dimension: 20 });
    const inputs = inputsOf(scene, ['embeddings', 'head']);
    const { space, head } = inputs.head!;
    const features = toFeatures(space, inputs.embeddings!);
    const steps = Array.from({ length: 50 }, (_, i) => {
      const logit = (c: number) =>
        head.bias[c]! +
        Array.from({ length: 20 }, (__, k) => k).reduce(
          (sum, k) => sum + features.data[i * 20 + k]! * head.weights.data[c * 20 + k]!,
          0,
        );
      const logits = Array.from({ length: 4 }, (__, c) => logit(c));
      const guess = logits.indexOf(Math.max(...logits));
      const lengths = logits.flatMap((value, c) => {
        if (c === guess) return [];
        let squares = 0;
        for (let k = 0; k < 20; k++) {
          squares += (head.weights.data[guess * 20 + k]! - head.weights.data[c * 20 + k]!) ** 2;
        }
        return [(logits[guess]! - value) / Math.sqrt(squares)];
      });
      return Math.min(...lengths);
    });
    const expected = [...steps.keys()].sort((a, b) => steps[a]! - steps[b]!);
    expect(await selectBatch(deepfool, inputs, { count: 50, kernels })).toEqual(expected);
  });

  it('is margin where there are two classes', async () => {
    const scene = { ...generalScene({ items: 40, dimension: 20 }), classes: 2 };
    const request = { count: 40, kernels };
    expect(await selectBatch(deepfool, inputsOf(scene, deepfool.needs), request)).toEqual(
      await selectBatch(margin, inputsOf(scene, margin.needs), request),
    );
  });
});
