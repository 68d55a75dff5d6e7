import {
  probcover,
  referenceKernels as kernels,
  selectBatch,
  takeRows,
  type Matrix,
} from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { seededClasses, seededMatrix } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

function unit({ rows, cols, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => {
    const values = [...data.subarray(i * cols, (i + 1) * cols)];
    const norm = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
    return values.map((x) => x / norm);
  });
}

/** Greedy cover by its definition: count again at every step. */
function plainCover(pool: Matrix, labelled: Matrix, task: { radius: number; count: number }) {
  const [points, known] = [unit(pool), unit(labelled)];
  const isNear = (a: readonly number[], b: readonly number[]) =>
    Math.sqrt(a.reduce((sum, x, k) => sum + (x - b[k]!) ** 2, 0)) <= task.radius;
  let open = points.filter((point) => !known.some((other) => isNear(point, other)));
  const picked: number[] = [];
  while (picked.length < task.count && open.length > 0) {
    const degrees = points.map((point) => open.filter((other) => isNear(point, other)).length);
    const best = degrees.indexOf(Math.max(...degrees));
    picked.push(best);
    open = open.filter((other) => !isNear(points[best]!, other));
  }
  return picked;
}

describe('probcover', () => {
  const pool = seededMatrix(90, 20, 1);
  const labelledEmbeddings = seededMatrix(6, 20, 2);

  it('covers as the plain greedy does, without and with labelled items', async () => {
    for (const labelled of [seededMatrix(0, 20, 2), labelledEmbeddings]) {
      for (const radius of [0.8, 1, 1.2]) {
        const expected = plainCover(pool, labelled, { radius, count: 20 });
        const picked = await selectBatch(
          probcover,
          { embeddings: pool, labelledEmbeddings: labelled },
          { count: 20, kernels, options: { radius } },
        );
        expect(picked.slice(0, expected.length)).toEqual(expected);
        expect(new Set(picked).size).toBe(20);
      }
    }
  });

  it('gives the same on ONNX Runtime', async () => {
    const large = seededMatrix(3000, 16, 3);
    const onnx = await openOnnxKernels({ threads: 1 });
    try {
      const options = { radius: 0.7 };
      const inputs = { embeddings: large };
      const fast = await selectBatch(probcover, inputs, { count: 40, kernels: onnx, options });
      expect(fast).toEqual(await selectBatch(probcover, inputs, { count: 40, kernels, options }));
    } finally {
      await onnx.close();
    }
  });

  it('by itself takes a radius that keeps groups apart', async () => {
    const { embeddings, targets } = seededClasses({
      items: 120,
      classes: 4,
      dimension: 20,
      spread: 0.2,
      seed: 5,
    });
    const known = takeRows(embeddings, [0, 1]);
    const rest = await selectBatch(
      probcover,
      { embeddings, labelledEmbeddings: known },
      { count: 2, kernels },
    );
    expect(new Set(rest.map((row) => targets[row]))).toEqual(new Set([2, 3]));
  });

  it('goes on by lot when all is covered', async () => {
    const inputs = { embeddings: pool };
    const options = { radius: 3 };
    const picked = await selectBatch(probcover, inputs, { count: 90, kernels, options });
    expect(new Set(picked).size).toBe(90);
  });
});
