import {
  direct,
  fitFeatureSpace,
  fitHead,
  galaxy,
  predictFromEmbeddings,
  referenceKernels as kernels,
  selectBatch,
  takeRows,
  toFeatures,
  type QueryStrategy,
} from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

/** Two large classes and one of which one item in fifteen is; 3 labels of each large one, 1 of it. */
async function skewedInputs() {
  const { embeddings, targets } = seededClasses({
    items: 450,
    classes: 3,
    dimension: 20,
    spread: 1.6,
    seed: 1,
  });
  const rows = [...targets.keys()].filter((i) => targets[i] !== 2 || i % 5 === 2);
  const labelled = [rows[0]!, rows[1]!, rows[3]!, rows[4]!, rows[6]!, rows[5]!];
  labelled.push(rows.find((i) => targets[i] === 2)!);
  const pool = rows.filter((row) => !labelled.includes(row));
  const space = fitFeatureSpace(embeddings);
  const labelledEmbeddings = takeRows(embeddings, labelled);
  const labelledTargets = Int32Array.from(labelled, (row) => targets[row]!);
  const head = {
    space,
    head: await fitHead({
      kernels,
      features: toFeatures(space, labelledEmbeddings),
      targets: labelledTargets,
      classCount: 3,
    }),
  };
  const probabilities = await predictFromEmbeddings(head, takeRows(embeddings, pool), { kernels });
  const inputs = { probabilities, labelledEmbeddings, labelledTargets, head };
  return { inputs, classOf: pool.map((row) => targets[row]!) };
}

describe.each([direct, galaxy] as readonly QueryStrategy[])('$id', (strategy) => {
  it('finds a rare class far above its share', async () => {
    const { inputs, classOf } = await skewedInputs();
    const picked = await selectBatch(strategy, inputs, { count: 30, kernels });
    const share = classOf.filter((one) => one === 2).length / classOf.length;
    const found = picked.filter((i) => classOf[i] === 2).length / 30;
    expect(found).toBeGreaterThan(1.5 * share);
  });
});

/** Items of two classes by their probability of the first, and labelled ones by a head on a line. */
function lineInputs(probabilities: readonly number[], labelled: readonly [number, number][]) {
  const logit = (p: number) => Math.log(p / (1 - p));
  const factors = new Float32Array(1).fill(1);
  return {
    probabilities: {
      rows: probabilities.length,
      cols: 2,
      data: Float64Array.from(probabilities.flatMap((p) => [p, 1 - p])),
    },
    labelledEmbeddings: {
      rows: labelled.length,
      cols: 1,
      data: Float32Array.from(labelled, ([p]) => logit(p)),
    },
    labelledTargets: Int32Array.from(labelled, ([, target]) => target),
    head: {
      space: { kind: 'standardised' as const, centre: new Float32Array(1), factors },
      head: {
        classCount: 2,
        dimension: 1,
        weights: { rows: 2, cols: 1, data: Float32Array.of(1, 0) },
        bias: new Float32Array(2),
      },
    },
  };
}

describe('direct', () => {
  it('draws the line where fewest labels are wrong, and takes both sides of it in turn', async () => {
    // The labels say that class 0 begins above 0.7, not at 0.5.
    const pool = [0.1, 0.5, 0.69, 0.71, 0.74, 0.9];
    const inputs = lineInputs(pool, [
      [0.2, 1],
      [0.6, 1],
      [0.7, 1],
      [0.72, 0],
      [0.95, 0],
    ]);
    const picked = await selectBatch(direct, inputs, { count: 4, kernels });
    expect(new Set(picked)).toEqual(new Set([2, 3, 4, 1]));
  });
});

describe('galaxy', () => {
  it('halves the gap between labels that differ, then asks around the cut', async () => {
    const pool = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
    const inputs = lineInputs(pool, [
      [0.2, 1],
      [0.9, 0],
    ]);
    // Between 0.2 and 0.9 lie items 2 … 8: first the middle, then towards the line of the head.
    const picked = await selectBatch(galaxy, inputs, { count: 10, kernels });
    expect(picked[0]).toBe(5);
    expect(picked[1]).toBe(3);
    expect(picked[2]).toBe(4);
    expect(new Set(picked.slice(3, 5))).toEqual(new Set([2, 6]));
    expect(new Set(picked).size).toBe(10);
  });
});
