import {
  bait,
  predictFromEmbeddings,
  referenceKernels as kernels,
  selectBatch,
  toFeatures,
  type Matrix,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const D = 18;
const scene = generalScene({ items: 40, dimension: D, labelled: 9 });
const inputs = inputsOf(scene, [...bait.needs, ...bait.uses]) as Required<
  ReturnType<typeof inputsOf>
>;

function scaled(features: Matrix, said: Matrix<Float64Array>): number[][] {
  return Array.from({ length: features.rows }, (_, i) => {
    const p = [...said.data.subarray(i * said.cols, (i + 1) * said.cols)];
    const weight = Math.sqrt(1 - p.reduce((sum, x) => sum + x * x, 0));
    return [...features.data.subarray(i * D, (i + 1) * D)].map((x) => x * weight);
  });
}

/** tr(M⁻¹·F) with M = λ·I + Σ x·xᵀ, by Gauss and Jordan. */
function variance(rows: readonly number[][], all: readonly number[][], lambda: number): number {
  const m = Array.from({ length: D }, (_, i) =>
    Array.from({ length: 2 * D }, (__, j) => {
      if (j < D) return rows.reduce((sum, x) => sum + x[i]! * x[j]!, i === j ? lambda : 0);
      return all.reduce((sum, x) => sum + (x[i]! * x[j - D]!) / all.length, 0);
    }),
  );
  for (let k = 0; k < D; k++) {
    const pivot = m[k]![k]!;
    m[k] = m[k]!.map((x) => x / pivot);
    for (let i = 0; i < D; i++) {
      if (i === k) continue;
      const factor = m[i]![k]!;
      m[i] = m[i]!.map((x, j) => x - factor * m[k]![j]!);
    }
  }
  return m.reduce((sum, line, i) => sum + line[D + i]!, 0);
}

describe('bait', () => {
  it('adds what lowers the variance most, then gives back what raises it least', async () => {
    const { head, embeddings, labelledEmbeddings, probabilities } = inputs;
    const pool = scaled(toFeatures(head.space, embeddings), probabilities);
    const said = await predictFromEmbeddings(head, labelledEmbeddings, { kernels });
    const known = scaled(toFeatures(head.space, labelledEmbeddings), said);
    const [count, most] = [5, 10];
    const lambda = (2e-3 / 4) * (count + 9);
    const costOf = (rows: readonly number[]) =>
      variance([...known, ...rows.map((i) => pool[i]!)], pool, lambda);
    const best = (rows: readonly (readonly number[])[]) =>
      rows.reduce((a, b) => (costOf(b) < costOf(a) ? b : a));
    let chosen: readonly number[] = [];
    while (chosen.length < most) {
      const others = [...pool.keys()].filter((i) => !chosen.includes(i));
      chosen = best(others.map((i) => [...chosen, i]));
    }
    const plain = chosen.slice(0, count);
    expect(new Set(await choose({ count, oversample: 1 }))).toEqual(new Set(plain));
    while (chosen.length > count) chosen = best(chosen.map((i) => chosen.filter((j) => j !== i)));
    expect(new Set(await choose({ count, oversample: 2 }))).toEqual(new Set(chosen));
  });
});

function choose({ count, oversample }: { count: number; oversample: number }) {
  return selectBatch(bait, inputs, { count, kernels, options: { oversample } });
}
