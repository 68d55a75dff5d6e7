import { referenceKernels, sliceRows, takeRows, type Kernels, type Matrix } from '@alaas/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { seededMatrix } from './seeded-data.js';

const ROUNDING = 1e-5;
const sizes = fc.integer({ min: 1, max: 24 });

/** What every form of `Kernels.nearest` passes; part of `kernelsConformance`. */
export function nearestSuite(kernels: () => Kernels): void {
  it('agrees with the definition for every shape and count', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ q: sizes, p: sizes, d: sizes, k: sizes, seed: fc.integer({ min: 0 }) }),
        async ({ q, p, d, k, seed }) => {
          const queries = seededMatrix(q, d, seed);
          const points = seededMatrix(p, d, seed + 1);
          points.data.set(queries.data.subarray(0, Math.min(q, p) * d));
          const count = Math.min(k, p);
          const near = await kernels().nearest({ queries, points, count });
          const wanted = await referenceKernels.nearest({ queries, points, count });
          expect(near.index).toBeInstanceOf(Int32Array);
          for (let i = 0; i < q; i++) {
            const own = near.index.subarray(i * count, (i + 1) * count);
            expect(new Set(own).size).toBe(count);
            for (let at = i * count; at < (i + 1) * count; at++) {
              const slack = ROUNDING * (squared(queries, i) + largestNorm(points));
              expect(near.squared[at]).toBeGreaterThanOrEqual(0);
              expect(Math.abs(near.squared[at]! - wanted.squared[at]!)).toBeLessThan(slack);
              const real = distance(queries, i, { points, j: near.index[at]! });
              expect(Math.abs(real - wanted.squared[at]!)).toBeLessThan(slack);
            }
          }
        },
      ),
      { numRuns: 60, seed: 17 },
    );
  });

  it('finds the same at the borders of blocks', async () => {
    const many = seededMatrix(8194, 3, 21);
    const few = takeRows(many, [0, 4094, 4095, 4096, 8191, 8192, 8193]);
    const among = await kernels().nearest({ queries: few, points: many, count: 3 });
    const wanted = await referenceKernels.nearest({ queries: few, points: many, count: 3 });
    expect(among.index).toEqual(wanted.index);
    const all = await kernels().nearest({ queries: many, points: few, count: 3 });
    for (const i of [0, 4094, 4095, 4096, 8191, 8192, 8193]) {
      const queries = sliceRows(many, i, i + 1);
      const alone = await referenceKernels.nearest({ queries, points: few, count: 3 });
      expect(all.index.subarray(3 * i, 3 * i + 3)).toEqual(alone.index);
    }
  });

  it('gives nothing without queries', async () => {
    const points = seededMatrix(3, 2, 1);
    const near = await kernels().nearest({ queries: sliceRows(points, 0, 0), points, count: 2 });
    expect([near.index.length, near.squared.length]).toEqual([0, 0]);
  });

  it('refuses what does not fit', async () => {
    const points = seededMatrix(3, 2, 1);
    for (const wrong of [
      { queries: seededMatrix(3, 4, 1), count: 1 },
      { queries: points, count: 4 },
      { queries: points, count: 0 },
      { queries: points, count: 1.5 },
    ]) {
      await expect(kernels().nearest({ points, ...wrong })).rejects.toMatchObject({
        code: 'INPUT_SHAPE',
      });
    }
  });

  it('stops when cancelled', async () => {
    const points = seededMatrix(3, 2, 1);
    await expect(
      kernels().nearest({ queries: points, points, count: 1, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });
}

function distance(
  queries: Matrix,
  i: number,
  { points, j }: { points: Matrix; j: number },
): number {
  let sum = 0;
  for (let k = 0; k < queries.cols; k++) {
    sum += (queries.data[i * queries.cols + k]! - points.data[j * points.cols + k]!) ** 2;
  }
  return sum;
}

function squared(source: Matrix, i: number): number {
  return sliceRows(source, i, i + 1).data.reduce((sum, value) => sum + value * value, 0);
}

function largestNorm(source: Matrix): number {
  return Math.max(...Array.from({ length: source.rows }, (_, i) => squared(source, i)));
}
