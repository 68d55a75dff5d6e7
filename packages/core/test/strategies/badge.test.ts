import { badge, referenceKernels as kernels, selectBatch } from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { expect, it } from 'vitest';

const ITEMS = 6;
const inputs = inputsOf(generalScene({ items: ITEMS, dimension: 5 }), [
  'embeddings',
  'probabilities',
]);
const gradients = gradientEmbeddings();
const norms = gradients.map((gradient) => squared(gradient, new Array<number>(20).fill(0)));
const largest = norms.indexOf(Math.max(...norms));

it('begins with the largest gradient and draws the others by distance² between gradients', async () => {
  const draws = 12_000;
  const found = new Map<string, number>();
  for (let seed = 0; seed < draws; seed++) {
    const key = (await selectBatch(badge, inputs, { count: 3, seed, kernels })).join();
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  let chiSquare = 0;
  let known = 0;
  for (let second = 0; second < ITEMS; second++) {
    for (let third = 0; third < ITEMS; third++) {
      if (new Set([largest, second, third]).size < 3) continue;
      const chance = share([largest], second) * share([largest, second], third);
      const times = found.get([largest, second, third].join()) ?? 0;
      known += times;
      chiSquare += (times - chance * draws) ** 2 / (chance * draws);
    }
  }
  expect(known).toBe(draws);
  // 20 sequences, 19 degrees of freedom: exceeded in one of a thousand by chance.
  expect(chiSquare).toBeLessThan(43.8);
});

/** Chance of a row to come next after those given, as k-means++ draws it. */
function share(rows: readonly number[], row: number): number {
  const weights = gradients.map((gradient) =>
    Math.min(...rows.map((picked) => squared(gradient, gradients[picked]!))),
  );
  return weights[row]! / weights.reduce((sum, weight) => sum + weight, 0);
}

/** (p − onehot(argmax p)) ⊗ x, written out. */
function gradientEmbeddings(): number[][] {
  const { embeddings, probabilities } = inputs as Required<typeof inputs>;
  return Array.from({ length: ITEMS }, (_, i) => {
    const p = [...probabilities.data.subarray(4 * i, 4 * i + 4)];
    const x = [...embeddings.data.subarray(5 * i, 5 * i + 5)];
    const guess = p.indexOf(Math.max(...p));
    return p.flatMap((share_, c) => x.map((value) => (share_ - (c === guess ? 1 : 0)) * value));
  });
}

function squared(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}
