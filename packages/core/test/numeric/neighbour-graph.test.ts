import { neighbourGraph, referenceKernels } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it('holds exactly the pairs within the radius, each row its own neighbour', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        n: fc.integer({ min: 1, max: 40 }),
        d: fc.integer({ min: 1, max: 6 }),
        seed: fc.integer({ min: 0 }),
        radius: fc.double({ min: 0.1, max: 4, noNaN: true }),
      }),
      async ({ n, d, seed, radius }) => {
        const points = seededMatrix(n, d, seed);
        const graph = await neighbourGraph({ points, radius, kernels: referenceKernels });
        for (let i = 0; i < n; i++) {
          const wanted = Array.from({ length: n }, (_, j) => j).filter((j) => {
            let sum = 0;
            for (let k = 0; k < d; k++) {
              sum += (points.data[i * d + k]! - points.data[j * d + k]!) ** 2;
            }
            return sum <= radius * radius;
          });
          const [start, end] = graph.offsets.subarray(i, i + 2);
          expect([...graph.neighbours.subarray(start, end)]).toEqual(wanted);
        }
      },
    ),
    { numRuns: 60, seed: 23 },
  );
});

it('is the same on ONNX Runtime, across blocks of rows and columns', async () => {
  const kernels = await openOnnxKernels();
  try {
    const task = { points: seededMatrix(4400, 3, 7), radius: 0.3 };
    const graph = await neighbourGraph({ ...task, kernels });
    expect(graph).toEqual(await neighbourGraph({ ...task, kernels: referenceKernels }));
    expect(graph.neighbours.length).toBeGreaterThan(20_000);
  } finally {
    await kernels.close();
  }
});

it('refuses early what would not fit, with the size and the remedy', async () => {
  const points = seededMatrix(300, 3, 7);
  const task = { points, kernels: referenceKernels, maxEntries: 5000 };
  await expect(neighbourGraph({ ...task, radius: 10 })).rejects.toMatchObject({
    code: 'SELECTION_TOO_LARGE',
    details: { field: 'radius', entries: 90_000, maxEntries: 5000 },
  });
  await expect(neighbourGraph({ ...task, radius: 0.01 })).resolves.toBeDefined();
});

it('stops when cancelled', async () => {
  const points = seededMatrix(3, 2, 7);
  await expect(
    neighbourGraph({
      points,
      radius: 1,
      kernels: referenceKernels,
      signal: AbortSignal.abort(),
    }),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
});
