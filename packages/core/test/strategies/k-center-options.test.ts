import { kCenter, referenceKernels as kernels, selectBatch, takeRows } from '@alaas/core';
import { seededMatrix } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

/** 60 items, of which 4 lie far out, each alone. */
const embeddings = seededMatrix(60, 20, 1);
const far = [7, 20, 33, 51];
for (const [at, row] of far.entries()) embeddings.data[row * 20 + at] = 100;

describe('k-center with outliers', () => {
  it('asks for the isolated items last', async () => {
    const inputs = { embeddings };
    const plain = await selectBatch(kCenter, inputs, { count: 5, kernels });
    expect(plain.filter((row) => far.includes(row))).toHaveLength(4);
    const options = { outliers: 4 / 60 };
    const picked = await selectBatch(kCenter, inputs, { count: 60, kernels, options });
    expect(new Set(picked.slice(56))).toEqual(new Set(far));
    const kept = Array.from({ length: 60 }, (_, i) => i).filter((row) => !far.includes(row));
    const without = { embeddings: takeRows(embeddings, kept) };
    const rest = await selectBatch(kCenter, without, { count: 10, kernels });
    expect(picked.slice(0, 10)).toEqual(rest.map((i) => kept[i]));
  });
});

describe('the lightweight core-set', () => {
  it('draws half uniformly, half by the squared distance from the mean', async () => {
    const data = Float32Array.of(0, 0, 0, 4, -4);
    const line = { embeddings: { rows: 5, cols: 1, data } };
    const options = { method: 'lightweight' };
    const draws = 3000;
    const firsts = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < draws; seed++) {
      firsts[(await selectBatch(kCenter, line, { count: 1, seed, kernels, options }))[0]!]!++;
    }
    for (const [i, chance] of [0.1, 0.1, 0.1, 0.35, 0.35].entries()) {
      expect(Math.abs(firsts[i]! / draws - chance)).toBeLessThan(0.03);
    }
  });
});
