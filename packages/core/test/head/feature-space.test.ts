import { fitFeatureSpace, row, toFeatures, type Matrix } from '@alaas/core';
import { seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const shapes = fc.record({
  rows: fc.integer({ min: 2, max: 40 }),
  cols: fc.integer({ min: 1, max: 30 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

function features(pool: Matrix): Matrix {
  return toFeatures(fitFeatureSpace(pool), pool);
}

describe('feature space', () => {
  it('centres the pool and makes the mean squared norm 1, whatever the dimension', () => {
    fc.assert(
      fc.property(shapes, ({ rows, cols, seed }) => {
        const { data } = features(seededMatrix(rows, cols, seed));
        const sums = new Float64Array(cols);
        let squares = 0;
        for (const [at, x] of data.entries()) {
          sums[at % cols]! += x;
          squares += x * x;
        }
        for (const sum of sums) expect(Math.abs(sum / rows)).toBeLessThan(1e-4);
        expect(squares / rows).toBeCloseTo(1, 3);
      }),
      { seed: 1 },
    );
  });

  it('does not see the scale of an embedding, nor in few dimensions the units of a column', () => {
    const wide = seededMatrix(12, 20, 2);
    const scaled = { ...wide, data: wide.data.map((x, at) => x * (1 + Math.floor(at / 20))) };
    expectClose(features(scaled), features(wide));
    const narrow = seededMatrix(12, 3, 2);
    const units = { ...narrow, data: narrow.data.map((x, at) => x * 10 ** (at % 3) + (at % 3)) };
    expectClose(features(units), features(narrow));
  });

  it('keeps zero rows at minus the centre', () => {
    const pool = seededMatrix(10, 16, 3);
    pool.data.fill(0, 0, 16);
    const space = fitFeatureSpace(pool);
    if (space.kind !== 'unit-centred') return expect.unreachable();
    const expected = space.centre.map((c) => -c * space.factor);
    expectClose(
      { rows: 1, cols: 16, data: row(toFeatures(space, pool), 0) },
      {
        rows: 1,
        cols: 16,
        data: expected,
      },
    );
    return undefined;
  });

  it('is finite for one item, equal items, zero items and constant columns', () => {
    for (const cols of [3, 20]) {
      for (const value of [0, 1, 1e30]) {
        const pool = { rows: 4, cols, data: new Float32Array(4 * cols).fill(value) };
        expect([...features(pool).data].every(Number.isFinite)).toBe(true);
      }
      expect([...features(seededMatrix(1, cols, 1)).data].every(Number.isFinite)).toBe(true);
      expect(features({ rows: 0, cols, data: new Float32Array(0) }).rows).toBe(0);
    }
  });

  it('maps other items as it maps the pool, and changes neither', () => {
    const pool = seededMatrix(20, 16, 4);
    const before = pool.data.slice();
    const space = fitFeatureSpace(pool);
    const tail = { rows: 5, cols: 16, data: pool.data.subarray(15 * 16) };
    const whole = toFeatures(space, pool);
    expect(toFeatures(space, tail).data).toEqual(whole.data.slice(15 * 16));
    expect(pool.data).toEqual(before);
  });
});

function expectClose(a: Matrix, b: Matrix): void {
  expect(a.data.length).toBe(b.data.length);
  for (const [at, value] of a.data.entries()) expect(value).toBeCloseTo(b.data[at]!, 4);
}
