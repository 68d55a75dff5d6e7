import { referenceKernels as kernels, seededRandom, type Matrix } from '@alaas/core';
import { seededClasses, seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { kMeans } from '../../src/numeric/k-means.js';

describe('kMeans', () => {
  it('gives each item its nearest centre, and each centre the mean of its items', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          items: fc.integer({ min: 1, max: 50 }),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
          cols: fc.integer({ min: 1, max: 6 }),
          seed: fc.integer({ min: 0, max: 1e6 }),
          weighted: fc.boolean(),
        }),
        async ({ items, share, cols, seed, weighted }) => {
          const points = seededMatrix(items, cols, seed);
          const weights = weighted
            ? Float64Array.from(seededMatrix(1, items, seed + 1).data, Math.abs)
            : undefined;
          const clusters = Math.max(1, Math.round(share * items));
          const random = seededRandom(seed);
          const options = { clusters, random, kernels, weights, maxIterations: 300 };
          const { centres, assignment, squared } = await kMeans(points, options);
          expect(centres.rows).toBe(clusters);
          for (let i = 0; i < items; i++) {
            const all = Array.from({ length: clusters }, (_, j) =>
              distance(points, i, { to: centres, j }),
            );
            expect(all[assignment[i]!]!).toBeCloseTo(Math.min(...all), 4);
            expect(squared[i]!).toBeCloseTo(all[assignment[i]!]!, 4);
          }
          // One more step of the definition gains nothing that would be worth it.
          const before = inertia(squared, weights);
          const moved = await kMeans(points, {
            ...options,
            random: seededRandom(seed),
            maxIterations: 301,
          });
          expect(inertia(moved.squared, weights)).toBeGreaterThanOrEqual(
            before * (1 - 2e-3) - 1e-6,
          );
          const means = meansOf(points, assignment, { clusters, weights });
          const gained = before - inertiaTo(points, assignment, { means, weights });
          expect(gained).toBeLessThanOrEqual(1e-3 * before + 1e-4);
        },
      ),
      { numRuns: 60, seed: 8 },
    );
  });

  it('finds clusters that lie apart', async () => {
    const { embeddings, targets } = seededClasses({
      items: 200,
      classes: 5,
      dimension: 20,
      spread: 0.05,
      seed: 2,
    });
    const random = seededRandom(1);
    const { assignment } = await kMeans(embeddings, { clusters: 5, random, kernels });
    const pairs = new Set(Array.from(targets, (target, i) => `${target} ${assignment[i]}`));
    expect(pairs.size).toBe(5);
  });

  it('takes as many clusters as items, and items that are all the same', async () => {
    const points = seededMatrix(12, 3, 1);
    const random = seededRandom(1);
    const own = await kMeans(points, { clusters: 12, random, kernels });
    expect(new Set(own.assignment).size).toBe(12);
    const same = { rows: 6, cols: 2, data: new Float32Array(12).fill(3) };
    const { centres, squared } = await kMeans(same, { clusters: 4, random, kernels });
    expect([...centres.data]).toEqual(new Array(8).fill(3));
    expect(Math.max(...squared)).toBe(0);
  });

  it('stops when cancelled', async () => {
    const options = { clusters: 3, random: seededRandom(1), kernels, signal: AbortSignal.abort() };
    await expect(kMeans(seededMatrix(9, 2, 1), options)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

interface Grouping {
  readonly clusters: number;
  readonly weights: Float64Array | undefined;
}

function meansOf(
  { rows, cols, data }: Matrix,
  assignment: Int32Array,
  { clusters, weights }: Grouping,
): number[][] {
  const sums = Array.from({ length: clusters }, () => new Array<number>(cols).fill(0));
  const totals = new Array<number>(clusters).fill(0);
  for (let i = 0; i < rows; i++) {
    const weight = weights?.[i] ?? 1;
    totals[assignment[i]!]! += weight;
    for (let k = 0; k < cols; k++) sums[assignment[i]!]![k]! += weight * data[i * cols + k]!;
  }
  return sums.map((sum, c) => sum.map((value) => value / (totals[c]! || 1)));
}

function inertiaTo(
  { rows, cols, data }: Matrix,
  assignment: Int32Array,
  { means, weights }: { means: number[][]; weights: Float64Array | undefined },
): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < cols; k++) {
      sum += (weights?.[i] ?? 1) * (data[i * cols + k]! - means[assignment[i]!]![k]!) ** 2;
    }
  }
  return sum;
}

function inertia(squared: Float32Array, weights: Float64Array | undefined): number {
  return squared.reduce((sum, value, i) => sum + (weights?.[i] ?? 1) * value, 0);
}

function distance(points: Matrix, i: number, { to, j }: { to: Matrix; j: number }): number {
  let sum = 0;
  for (let k = 0; k < points.cols; k++) {
    sum += (points.data[i * points.cols + k]! - to.data[j * points.cols + k]!) ** 2;
  }
  return sum;
}
