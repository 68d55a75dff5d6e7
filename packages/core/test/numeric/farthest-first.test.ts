import { farthestFirst, referenceKernels, squaredNorms, type Matrix } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { seededMatrix } from '@alaas/testkit';
import { expect, it } from 'vitest';

it.each([
  { name: 'from a row', labelled: 0 },
  { name: 'from labelled rows', labelled: 7 },
])('takes what the plain greedy takes, over many fronts, $name', async ({ labelled }) => {
  const points = seededMatrix(6000, 4, 1);
  const from = labelled > 0 ? seededMatrix(labelled, 4, 2) : 17;
  const task = { points, norms: squaredNorms(points), from, count: 400 };
  const wanted = plainGreedy(points, from, 400);
  const kernels = await openOnnxKernels();
  try {
    expect(await farthestFirst({ ...task, kernels })).toEqual(wanted);
    expect(await farthestFirst({ ...task, kernels: referenceKernels })).toEqual(wanted);
  } finally {
    await kernels.close();
  }
});

it('takes every row once, also where all are the same', async () => {
  const points = { rows: 3000, cols: 2, data: new Float32Array(6000).fill(1) };
  const task = { points, norms: squaredNorms(points), from: 5, count: 3000 };
  const picked = await farthestFirst({ ...task, kernels: referenceKernels });
  expect(picked.slice(0, 3)).toEqual([5, 0, 1]);
  expect(new Set(picked).size).toBe(3000);
});

function plainGreedy(points: Matrix, from: Matrix | number, count: number): number[] {
  const cover = new Float64Array(points.rows).fill(Infinity);
  const lower = (centres: Matrix, j: number) => {
    for (let i = 0; i < points.rows; i++) {
      let squared = 0;
      for (let k = 0; k < points.cols; k++) {
        squared += (points.data[i * points.cols + k]! - centres.data[j * points.cols + k]!) ** 2;
      }
      cover[i] = Math.min(cover[i]!, squared);
    }
  };
  const picked: number[] = [];
  if (typeof from === 'number') {
    picked.push(from);
    lower(points, from);
  } else {
    for (let j = 0; j < from.rows; j++) lower(from, j);
  }
  while (picked.length < count) {
    const best = cover.reduce((most, value, i) => (value > cover[most]! ? i : most), 0);
    picked.push(best);
    lower(points, best);
  }
  return picked;
}
