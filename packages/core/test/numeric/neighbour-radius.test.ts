import { referenceKernels as kernels, type Matrix } from '@alaas/core';
import { seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { neighbourRadius } from '../../src/numeric/neighbour-radius.js';

describe('neighbourRadius', () => {
  it('is the median distance to the (T/n)-th other point', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          total: fc.integer({ min: 2, max: 60 }),
          // In fewer dimensions points may lie so near that they count as one.
          cols: fc.integer({ min: 4, max: 8 }),
          n: fc.integer({ min: 1, max: 80 }),
          seed: fc.integer({ min: 0, max: 1e6 }),
        }),
        async ({ total, cols, n, seed }) => {
          const points = seededMatrix(total, cols, seed);
          const radius = await neighbourRadius(points, n, { kernels });
          expect(radius).toBeCloseTo(definition(points, n), 3);
        },
      ),
      { numRuns: 60, seed: 9 },
    );
  });

  it('is estimated on a sample of many points, the same each time', async () => {
    const points = seededMatrix(1200, 4, 4);
    const radius = await neighbourRadius(points, 100, { kernels });
    expect(await neighbourRadius(points, 100, { kernels })).toBe(radius);
    expect(Math.abs(radius / definition(points, 100) - 1)).toBeLessThan(0.05);
  });

  it('leaves out points that coincide, and is 1 where nothing is left', async () => {
    const line = (values: number[]) => ({
      rows: values.length,
      cols: 1,
      data: Float32Array.from(values),
    });
    expect(await neighbourRadius(line([5, 5, 5]), 3, { kernels })).toBe(1);
    expect(await neighbourRadius(line([5]), 1, { kernels })).toBe(1);
    expect(await neighbourRadius(line([0, 0, 0, 0, 3]), 5, { kernels })).toBe(3);
  });
});

function definition(points: Matrix, n: number): number {
  const { rows, cols, data } = points;
  const neighbour = Math.min(rows - 1, Math.max(1, Math.round(rows / n)));
  const distances = Array.from({ length: rows }, (_, i) => {
    const own = Array.from({ length: rows }, (__, j) => {
      let squared = 0;
      for (let k = 0; k < cols; k++) squared += (data[i * cols + k]! - data[j * cols + k]!) ** 2;
      return Math.sqrt(squared);
    });
    own.splice(i, 1);
    return own.sort((a, b) => a - b)[neighbour - 1]!;
  });
  return distances.sort((a, b) => a - b)[Math.floor(rows / 2)]!;
}
