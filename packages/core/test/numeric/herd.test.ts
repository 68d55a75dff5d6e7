import { herd, referenceKernels, type HerdingTask, type Matrix } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';

type Task = Omit<HerdingTask, 'kernels'>;

it.each([
  { name: 'with all similarities kept', keptBytes: undefined },
  { name: 'with room for few of them', keptBytes: 1 },
])('takes what the plain greedy takes, $name', async ({ keptBytes }) => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        p: fc.integer({ min: 1, max: 60 }),
        m: fc.integer({ min: 1, max: 60 }),
        d: fc.integer({ min: 1, max: 8 }),
        seed: fc.integer({ min: 0, max: 2 ** 30 }),
        radius: fc.double({ min: 0.5, max: 3, noNaN: true }),
        labelled: fc.integer({ min: 0, max: 3 }),
      }),
      async ({ p, m, d, seed, radius, labelled }) => {
        const task = {
          points: seededMatrix(p, d, seed),
          candidates: seededMatrix(m, d, seed + 1),
          weights: Float64Array.from(seededMatrix(1, p, seed + 2).data, Math.abs),
          labelled: seededMatrix(labelled, d, seed + 3),
          radius,
          count: Math.ceil(m / 2),
          keptBytes,
        };
        const picked = await herd({ ...task, kernels: referenceKernels });
        expect(new Set(picked).size).toBe(task.count);
        const wanted = gainsOf(task, plainGreedy(task));
        for (const [at, gain] of gainsOf(task, picked).entries()) {
          expect(gain).toBeCloseTo(wanted[at]!, 4);
        }
      },
    ),
    { numRuns: 60, seed: 31 },
  );
});

it('takes the same on ONNX Runtime, in blocks that come and go', async () => {
  const kernels = await openOnnxKernels();
  try {
    const points = seededMatrix(500, 6, 5);
    const weights = Float64Array.from(seededMatrix(1, 500, 6).data, Math.abs);
    const task = { points, candidates: points, weights, radius: 1.5, count: 40 };
    const wanted = plainGreedy(task);
    for (const keptBytes of [undefined, 500 * 4 * 150, 500 * 4 * 40]) {
      expect(await herd({ ...task, kernels, keptBytes })).toEqual(wanted);
    }
  } finally {
    await kernels.close();
  }
});

it('fills up with the lowest rows once nothing is left to gain', async () => {
  const points = { rows: 4, cols: 1, data: Float32Array.of(2, 2, 2, 2) };
  const task = { points, candidates: points, weights: new Float64Array(4).fill(1), radius: 1 };
  expect(await herd({ ...task, count: 3, kernels: referenceKernels })).toEqual([0, 1, 2]);
});

function plainGreedy(task: Task): number[] {
  const cover = startingCover(task);
  const picked: number[] = [];
  while (picked.length < task.count) {
    let best = -1;
    let most = -Infinity;
    for (let j = 0; j < task.candidates.rows; j++) {
      const gain = gainOf(task, cover, j);
      if (picked.includes(j) || gain <= most) continue;
      [best, most] = [j, gain];
    }
    picked.push(best);
    raise(task, cover, best);
  }
  return picked;
}

/** The gain of each pick at its turn. */
function gainsOf(task: Task, picked: readonly number[]): number[] {
  const cover = startingCover(task);
  return picked.map((row) => {
    const gain = gainOf(task, cover, row);
    raise(task, cover, row);
    return gain;
  });
}

function startingCover({ points, labelled, radius }: Task): Float64Array {
  const cover = new Float64Array(points.rows);
  for (let i = 0; i < points.rows; i++) {
    for (let l = 0; l < (labelled?.rows ?? 0); l++) {
      cover[i] = Math.max(cover[i]!, similarity(points, i, { other: labelled!, j: l, radius }));
    }
  }
  return cover;
}

function gainOf({ points, candidates, weights, radius }: Task, cover: Float64Array, j: number) {
  let gain = 0;
  for (let i = 0; i < points.rows; i++) {
    const near = similarity(points, i, { other: candidates, j, radius });
    gain += weights[i]! * Math.max(0, near - cover[i]!);
  }
  return gain;
}

function raise({ points, candidates, radius }: Task, cover: Float64Array, j: number): void {
  for (let i = 0; i < points.rows; i++) {
    cover[i] = Math.max(cover[i]!, similarity(points, i, { other: candidates, j, radius }));
  }
}

function similarity(
  points: Matrix,
  i: number,
  { other, j, radius }: { other: Matrix; j: number; radius: number },
): number {
  let squared = 0;
  for (let k = 0; k < points.cols; k++) {
    squared += (points.data[i * points.cols + k]! - other.data[j * points.cols + k]!) ** 2;
  }
  return Math.exp(-squared / radius ** 2);
}
