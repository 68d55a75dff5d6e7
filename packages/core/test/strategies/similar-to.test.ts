import { referenceKernels as kernels, selectBatch, similarTo, takeRows } from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const { embeddings, targets } = seededClasses({
  items: 60,
  classes: 3,
  dimension: 20,
  spread: 0.5,
  seed: 1,
});
const cosine = (i: number, j: number) => {
  const [a, b] = [i, j].map((r) => embeddings.data.subarray(20 * r, 20 * r + 20));
  let [dot, left, right] = [0, 0, 0];
  for (let k = 0; k < 20; k++) {
    dot += a![k]! * b![k]!;
    left += a![k]! ** 2;
    right += b![k]! ** 2;
  }
  return dot / Math.sqrt(left * right);
};
const examples = [4, 5, 9];

function choose(match: string, count = 60) {
  const inputs = { embeddings, examples: takeRows(embeddings, examples) };
  return selectBatch(similarTo, inputs, { count, kernels, options: { match } });
}

function ranked(score: (similarities: number[]) => number): number[] {
  const scores = Array.from({ length: 60 }, (_, i) => score(examples.map((j) => cosine(i, j))));
  return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
}

describe('similar-to', () => {
  it('ranks by the cosine to the nearest example', async () => {
    // The examples themselves tie at 1.
    const expected = ranked((similarities) => Math.max(...similarities));
    expect((await choose('nearest')).slice(3)).toEqual(expected.slice(3));
    expect(new Set((await choose('nearest')).slice(0, 3))).toEqual(new Set(examples));
  });

  it('ranks by the mean cosine to all examples', async () => {
    expect(await choose('mean')).toEqual(
      ranked((similarities) => similarities.reduce((sum, one) => sum + one, 0)),
    );
  });

  it('finds the class of its examples', async () => {
    const inputs = { embeddings, examples: takeRows(embeddings, [1]) };
    const picked = await selectBatch(similarTo, inputs, { count: 20, kernels });
    expect(picked.every((row) => targets[row] === 1)).toBe(true);
  });
});
