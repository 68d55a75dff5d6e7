import { nearestNeighbours, referenceKernels, takeRows } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { seededMatrix } from '@alaas/testkit';
import { expect, it } from 'vitest';

it('finds the nearest rows in the order of exact distances, equals by the lowest row', async () => {
  const draw = seededMatrix(40, 5, 3);
  // Rows 40 to 59 repeat the first twenty.
  const points = takeRows(draw, [...Array.from({ length: 60 }, (_, i) => i % 40)]);
  const task = { queries: points, points, count: 4, otherRows: true };
  const near = await nearestNeighbours({ ...task, kernels: referenceKernels });
  for (let i = 0; i < points.rows; i++) {
    const wanted = Array.from({ length: points.rows }, (_, j) => ({ j, squared: apart(i, j) }))
      .filter(({ j }) => j !== i)
      .sort((a, b) => a.squared - b.squared || a.j - b.j)
      .slice(0, 4);
    expect([...near.index.subarray(4 * i, 4 * i + 4)]).toEqual(wanted.map(({ j }) => j));
    expect([...near.squared.subarray(4 * i, 4 * i + 4)]).toEqual(wanted.map((w) => w.squared));
  }
  function apart(i: number, j: number): number {
    let sum = 0;
    for (let k = 0; k < 5; k++) sum += (points.data[i * 5 + k]! - points.data[j * 5 + k]!) ** 2;
    return sum;
  }
});

it('gives the same on ONNX Runtime, in a pool of several blocks', async () => {
  const kernels = await openOnnxKernels();
  try {
    const points = seededMatrix(4200, 12, 5);
    const queries = takeRows(points, [0, 17, 4095, 4096, 4199]);
    const task = { queries, points, count: 10 };
    expect(await nearestNeighbours({ ...task, kernels })).toEqual(
      await nearestNeighbours({ ...task, kernels: referenceKernels }),
    );
  } finally {
    await kernels.close();
  }
});
