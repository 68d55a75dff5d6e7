import { referenceKernels as kernels, type Matrix } from '@alaas/core';
import { seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  distanceBlocks,
  meanRow,
  nearOrigin,
  nearestRows,
  shiftedRows,
  squaredDistance,
  squaredNorms,
  unitRows,
} from '../../src/numeric/distances.js';

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 20 }),
  others: fc.integer({ min: 1, max: 20 }),
  cols: fc.integer({ min: 1, max: 12 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

describe('distances', () => {
  it('are those of the definition', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ rows, others, cols, seed }) => {
        const left = seededMatrix(rows, cols, seed);
        const right = seededMatrix(others, cols, seed + 1);
        const nearest = await nearestRows(left, right, { kernels });
        for await (const { start, rows: height, squared } of distanceBlocks(left, right, {
          kernels,
        })) {
          for (let r = 0; r < height; r++) {
            const plain = Array.from({ length: others }, (_, j) =>
              distance(left, start + r, { right, j }),
            );
            for (const [j, wanted] of plain.entries()) {
              expect(squaredDistance(left, start + r, { b: right, j })).toBeCloseTo(wanted, 10);
              expect(Math.abs(squared[r * others + j]! - wanted)).toBeLessThan(1e-4 * (1 + wanted));
            }
            const least = Math.min(...plain);
            expect(plain[nearest.index[start + r]!]!).toBeCloseTo(least, 4);
            expect(nearest.squared[start + r]!).toBeCloseTo(least, 4);
          }
        }
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it('come in blocks that together have each pair once', async () => {
    const [left, right] = [seededMatrix(2100, 2, 1), seededMatrix(4200, 2, 2)];
    const seen = new Uint8Array(2100);
    let blocks = 0;
    for await (const { start, rows, squared } of distanceBlocks(left, right, { kernels })) {
      blocks++;
      expect(squared).toHaveLength(rows * 4200);
      for (let r = 0; r < rows; r++) {
        seen[start + r]!++;
        const wanted = distance(left, start + r, { right, j: 4199 });
        expect(squared[(r + 1) * 4200 - 1]!).toBeCloseTo(wanted, 4);
      }
    }
    expect(blocks).toBeGreaterThan(1);
    expect(seen.every((times) => times === 1)).toBe(true);
  });

  it('are never negative, and have no nearest row where there is none', async () => {
    const far = { rows: 2, cols: 2, data: Float32Array.of(1000.1, 2000.2, 1000.1, 2000.2) };
    for await (const { squared } of distanceBlocks(far, far, { kernels })) {
      expect(squared.every((value) => value >= 0)).toBe(true);
    }
    const none = { rows: 0, cols: 2, data: new Float32Array(0) };
    const nearest = await nearestRows(far, none, { kernels });
    expect([...nearest.index]).toEqual([-1, -1]);
    expect([...nearest.squared]).toEqual([Infinity, Infinity]);
  });
});

describe('rows', () => {
  it('of norm 1 point the same way; zero rows stay', () => {
    fc.assert(
      fc.property(shapes, ({ rows, cols, seed }) => {
        const source = seededMatrix(rows, cols, seed);
        source.data.fill(0, 0, cols);
        const unit = unitRows(source);
        const norms = squaredNorms(unit);
        expect(norms[0]).toBe(0);
        for (let i = 1; i < rows; i++) {
          expect(norms[i]!).toBeCloseTo(1, 5);
          const length = Math.sqrt(squaredNorms(source)[i]!);
          for (let k = i * cols; k < (i + 1) * cols; k++) {
            expect(unit.data[k]! * length).toBeCloseTo(source.data[k]!, 4);
          }
        }
      }),
      { numRuns: 30, seed: 4 },
    );
  });

  it('less their mean have the mean 0 and the same distances', () => {
    const source = seededMatrix(30, 5, 6);
    const shifted = shiftedRows(source, meanRow(source));
    for (const value of meanRow(shifted)) expect(value).toBeCloseTo(0, 6);
    expect(distance(shifted, 1, { right: shifted, j: 2 })).toBeCloseTo(
      distance(source, 1, { right: source, j: 2 }),
      5,
    );
  });

  it('are shifted where they lie far from the origin, else handed on as they are', () => {
    const around = seededMatrix(30, 5, 6);
    expect(nearOrigin(around)).toMatchObject({ rows: around, shifted: false });
    const data = around.data.map((value) => value + 1000);
    const { rows, mean, shifted } = nearOrigin({ ...around, data });
    expect(shifted).toBe(true);
    for (const value of mean) expect(value).toBeCloseTo(1000, -1);
    expect(Math.max(...squaredNorms(rows))).toBeLessThan(40);
  });
});

function distance(left: Matrix, i: number, { right, j }: { right: Matrix; j: number }): number {
  let sum = 0;
  for (let k = 0; k < left.cols; k++) {
    sum += (left.data[i * left.cols + k]! - right.data[j * left.cols + k]!) ** 2;
  }
  return sum;
}
