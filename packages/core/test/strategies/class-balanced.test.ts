import { classBalanced, margin, referenceKernels as kernels, selectBatch } from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const inputs = inputsOf(generalScene({ items: 60, dimension: 20 }), ['probabilities']);
const labelledTargets = Int32Array.of(0, 0, 0, 0, 1, 1, 2);
const { data } = inputs.probabilities!;

describe('class-balanced', () => {
  it('weighs doubt by what the likely classes have, the batch included', async () => {
    const counts = [4, 2, 1, 0];
    const expected: number[] = [];
    while (expected.length < 12) {
      const scores = Array.from({ length: 60 }, (_, i) => {
        if (expected.includes(i)) return -1;
        const p = [...data.subarray(4 * i, 4 * i + 4)];
        const [first, second] = [...p].sort((a, b) => b - a);
        const wanted = p.reduce((sum, x, c) => sum + x * (1 + counts[c]!) ** -2, 0);
        return (1 - first! + second!) * wanted;
      });
      const best = scores.indexOf(Math.max(...scores));
      expected.push(best);
      for (let c = 0; c < 4; c++) counts[c]! += data[4 * best + c]!;
    }
    const options = { balance: 2 };
    const request = { count: 12, kernels, options };
    expect(await selectBatch(classBalanced, { ...inputs, labelledTargets }, request)).toEqual(
      expected,
    );
  });

  it('is margin without balance', async () => {
    const request = { count: 60, kernels };
    expect(
      await selectBatch(classBalanced, inputs, { ...request, options: { balance: 0 } }),
    ).toEqual(await selectBatch(margin, inputs, request));
  });
});
