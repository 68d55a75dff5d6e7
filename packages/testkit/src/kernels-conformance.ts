import {
  referenceKernels,
  row,
  sliceRows,
  TILE_SIDE,
  type Kernels,
  type Matrix,
  type Tiles,
} from '@alaas/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { nearestSuite } from './nearest-conformance.js';
import { seededMatrix } from './seeded-data.js';

/** A form of the kernels under test. */
export interface OpenedKernels {
  readonly kernels: Kernels;
  close(): Promise<void>;
}

const RELATIVE = 1e-4;
const sizes = fc.integer({ min: 1, max: 24 });
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/**
 * The suite that every form of `Kernels` passes: each operation against plain definitions over
 * random shapes, transposes, empty factors, sizes at which blocks end, refusals, cancellation.
 *
 * @param name of the form, for the test's title.
 */
export function kernelsConformance(name: string, open: () => Promise<OpenedKernels>): void {
  describe(`kernels: ${name}`, () => {
    let opened: OpenedKernels;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened.close();
    });
    describe('multiply', () => multiplySuite(() => opened.kernels));
    describe('coverageGains and similarities', () => coverageSuite(() => opened.kernels));
    describe('nearest', () => nearestSuite(() => opened.kernels));
  });
}

function multiplySuite(kernels: () => Kernels): void {
  it('agrees with the definition for every shape and transposition', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          m: sizes,
          k: sizes,
          n: sizes,
          seed: seeds,
          ta: fc.boolean(),
          tb: fc.boolean(),
        }),
        async ({ m, k, n, seed, ta, tb }) => {
          const a = seededMatrix(ta ? k : m, ta ? m : k, seed);
          const b = seededMatrix(tb ? n : k, tb ? k : n, seed + 1);
          const product = await kernels().multiply(a, b, { transposeA: ta, transposeB: tb });
          expect(product).toMatchObject({ rows: m, cols: n });
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) {
              let sum = 0;
              let size = 0;
              for (let t = 0; t < k; t++) {
                const term = at(a, ta ? [t, i] : [i, t]) * at(b, tb ? [j, t] : [t, j]);
                sum += term;
                size += Math.abs(term);
              }
              expect(Math.abs(at(product, [i, j]) - sum)).toBeLessThanOrEqual(RELATIVE * size);
            }
          }
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it.each([
    { a: [0, 3], b: [3, 2], options: {}, shape: [0, 2] },
    { a: [2, 3], b: [3, 0], options: {}, shape: [2, 0] },
    { a: [2, 0], b: [0, 4], options: {}, shape: [2, 4] },
    { a: [0, 2], b: [0, 4], options: { transposeA: true }, shape: [2, 4] },
    { a: [0, 3], b: [5, 3], options: { transposeB: true }, shape: [0, 5] },
    { a: [0, 3], b: [4, 0], options: { transposeA: true, transposeB: true }, shape: [3, 4] },
  ] as const)(
    'gives zeros or nothing for empty factors $a · $b',
    async ({ a, b, options, shape }) => {
      const product = await kernels().multiply(empty(a), empty(b), options);
      expect([product.rows, product.cols]).toEqual(shape);
      expect([...product.data]).toEqual(new Array(shape[0] * shape[1]).fill(0));
    },
  );

  it('does not change at the borders of row blocks', async () => {
    const tall = seededMatrix(8193, 3, 11);
    const right = seededMatrix(3, 2, 12);
    const whole = await kernels().multiply(tall, right);
    for (const i of [0, 4094, 4095, 4096, 4097, 8191, 8192]) {
      const alone = await kernels().multiply(sliceRows(tall, i, i + 1), right);
      expect(maxDifference(row(whole, i), alone.data)).toBeLessThan(1e-5);
    }
    const gram = await kernels().multiply(tall, tall, { transposeA: true });
    const expected = await referenceKernels.multiply(tall, tall, { transposeA: true });
    expect(maxDifference(gram.data, expected.data)).toBeLessThan(RELATIVE * 8193);
  });

  it('reads views and leaves its inputs as they were', async () => {
    const store = seededMatrix(9, 4, 3);
    const before = store.data.slice();
    const view = sliceRows(store, 2, 7);
    const product = await kernels().multiply(view, store, { transposeB: true });
    const copy = { ...view, data: view.data.slice() };
    expect(product).toEqual(await kernels().multiply(copy, store, { transposeB: true }));
    expect(store.data).toEqual(before);
  });

  it('refuses factors that do not fit', async () => {
    await expect(
      kernels().multiply(seededMatrix(2, 3, 1), seededMatrix(2, 3, 1)),
    ).rejects.toMatchObject({ code: 'INPUT_SHAPE' });
  });

  it('stops when cancelled', async () => {
    const signal = AbortSignal.abort();
    const a = seededMatrix(2, 2, 1);
    await expect(kernels().multiply(a, a, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
}

function coverageSuite(kernels: () => Kernels): void {
  it('agrees with the definition for every shape, weight and cover', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          n: sizes,
          m: sizes,
          d: sizes,
          seed: seeds,
          radius: fc.double({ min: 0.3, max: 5, noNaN: true }),
          weighted: fc.boolean(),
          covered: fc.boolean(),
        }),
        async ({ n, m, d, seed, radius, weighted, covered }) => {
          const points = seededMatrix(n, d, seed);
          const candidates = seededMatrix(m, d, seed + 1);
          candidates.data.set(points.data.subarray(0, Math.min(n, m) * d));
          const draw = seededMatrix(2, n, seed + 2);
          const weights = weighted ? Float64Array.from(row(draw, 0), Math.abs) : undefined;
          const cover = covered
            ? Float64Array.from(row(draw, 1), (x) => Math.abs(x) % 1)
            : undefined;
          const gains = await kernels().coverageGains({
            points,
            candidates,
            radius,
            ...(weights && { weights }),
            ...(cover && { cover }),
          });
          expect(gains).toBeInstanceOf(Float64Array);
          const near = await kernels().similarities({ points, candidates, radius });
          expect(near).toMatchObject({ rows: n, cols: m });
          for (let j = 0; j < m; j++) {
            let sum = 0;
            let total = 0;
            for (let i = 0; i < n; i++) {
              let squared = 0;
              for (let k = 0; k < d; k++)
                squared += (at(points, [i, k]) - at(candidates, [j, k])) ** 2;
              const similarity = Math.exp(-squared / radius ** 2);
              sum += (weights?.[i] ?? 1) * Math.max(0, similarity - (cover?.[i] ?? 0));
              total += (weights?.[i] ?? 1) * similarity;
              expect(Math.abs(inTiles(near, [i, j]) - similarity)).toBeLessThanOrEqual(RELATIVE);
            }
            expect(Math.abs(gains[j]! - sum)).toBeLessThanOrEqual(RELATIVE * total + 1e-7);
          }
        },
      ),
      { numRuns: 60, seed: 11 },
    );
  });

  it('adds up over the blocks of a large pool', async () => {
    const points = unitRows(seededMatrix(4100, 8, 5));
    const candidates = unitRows(seededMatrix(4097, 8, 6));
    const request = { points, candidates, radius: 0.5 };
    const gains = await kernels().coverageGains(request);
    for (const j of [0, 4095, 4096]) {
      const alone = await referenceKernels.coverageGains({
        ...request,
        candidates: sliceRows(candidates, j, j + 1),
      });
      expect(Math.abs(gains[j]! - alone[0]!)).toBeLessThan(RELATIVE * alone[0]!);
    }
  });

  it('gives the same with the norms of the points given', async () => {
    const points = seededMatrix(20, 5, 8);
    const pointNorms = Float64Array.from({ length: 20 }, (_, i) =>
      row(points, i).reduce((sum, x) => sum + x * x, 0),
    );
    const request = { points, candidates: seededMatrix(9, 5, 9), radius: 2 };
    const gains = await kernels().coverageGains({ ...request, pointNorms });
    const wanted = await kernels().coverageGains(request);
    for (const [j, gain] of gains.entries()) expect(gain).toBeCloseTo(wanted[j]!, 5);
    const near = await kernels().similarities({ ...request, pointNorms });
    const plain = await kernels().similarities(request);
    for (const [at, tile] of near.tiles.flat().entries()) {
      expect(maxDifference(tile.data, plain.tiles.flat()[at]!.data)).toBeLessThan(1e-5);
    }
  });

  it('gives the same among the points themselves, over several tiles and on both sides', async () => {
    const points = seededMatrix(TILE_SIDE + 300, 3, 4);
    const among = await kernels().similarities({ points, candidates: points, radius: 1.5 });
    const copy = { ...points };
    const plain = await kernels().similarities({ points, candidates: copy, radius: 1.5 });
    expect(among).toMatchObject({ rows: points.rows, cols: points.rows, side: TILE_SIDE });
    for (const [a, strip] of among.tiles.entries()) {
      for (const [b, { rows, cols, data }] of strip.entries()) {
        const wanted = plain.tiles[a]![b]!;
        expect([rows, cols]).toEqual([wanted.rows, wanted.cols]);
        expect(maxDifference(data, wanted.data)).toBeLessThan(1e-5);
      }
    }
  });

  it('adds up what each row of similarities brings', async () => {
    for (const [rows, cols] of [
      [7, 5],
      [700, 500],
      [3, 0],
      [0, 3],
    ] as const) {
      const similarities = seededMatrix(rows, cols, 3);
      const draw = seededMatrix(2, cols, 4);
      const weights = row(draw, 0).map(Math.abs);
      const cover = row(draw, 1).map(Math.abs);
      const gains = await kernels().rowGains({ similarities, weights, cover });
      expect(gains).toHaveLength(rows);
      for (const [i, gain] of gains.entries()) {
        let wanted = 0;
        for (let j = 0; j < cols; j++) {
          wanted += weights[j]! * Math.max(0, at(similarities, [i, j]) - cover[j]!);
        }
        expect(Math.abs(gain - wanted)).toBeLessThanOrEqual(1e-5 * (1 + wanted));
      }
    }
    const similarities = seededMatrix(2, 3, 1);
    const short = { weights: new Float32Array(2), cover: new Float32Array(3) };
    await expect(kernels().rowGains({ similarities, ...short })).rejects.toMatchObject({
      code: 'INPUT_SHAPE',
      details: { field: 'weights' },
    });
  });

  it('gives zeros without points, nothing without candidates, zeros when all is covered', async () => {
    const some = seededMatrix(3, 2, 1);
    const none = empty([0, 2]);
    const gains = (points: Matrix, candidates: Matrix, cover?: Float64Array) =>
      kernels().coverageGains({ points, candidates, radius: 1, ...(cover && { cover }) });
    expect(await gains(none, some)).toEqual(new Float64Array(3));
    expect(await gains(some, none)).toEqual(new Float64Array(0));
    const near = await kernels().similarities({ points: none, candidates: some, radius: 1 });
    expect(near).toMatchObject({ rows: 0, cols: 3 });
    expect(await gains(some, some, Float64Array.of(1, 1, 1))).toEqual(new Float64Array(3));
  });

  it('refuses vectors and candidates that do not fit', async () => {
    const points = seededMatrix(3, 2, 1);
    for (const wrong of [
      { candidates: seededMatrix(3, 4, 1) },
      { candidates: points, weights: new Float64Array(2) },
      { candidates: points, cover: new Float64Array(4) },
      { candidates: points, pointNorms: new Float64Array(2) },
    ]) {
      await expect(kernels().coverageGains({ points, radius: 1, ...wrong })).rejects.toMatchObject({
        code: 'INPUT_SHAPE',
      });
    }
  });

  it('stops when cancelled', async () => {
    const points = seededMatrix(3, 2, 1);
    const signal = AbortSignal.abort();
    await expect(
      kernels().coverageGains({ points, candidates: points, radius: 1, signal }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });
}

function at({ cols, data }: Matrix, [i, j]: readonly [number, number]): number {
  return data[i * cols + j]!;
}

function inTiles({ side, tiles }: Tiles, [i, j]: readonly [number, number]): number {
  const tile = tiles[Math.floor(i / side)]![Math.floor(j / side)]!;
  return at(tile, [i % side, j % side]);
}

function empty([rows, cols]: readonly [number, number]): Matrix {
  return { rows, cols, data: new Float32Array(rows * cols) };
}

function maxDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
}

function unitRows({ rows, cols, data }: Matrix): Matrix {
  const out = data.slice();
  for (let i = 0; i < rows; i++) {
    const norm = Math.hypot(...data.subarray(i * cols, (i + 1) * cols));
    for (let k = i * cols; k < (i + 1) * cols; k++) out[k]! /= norm;
  }
  return { rows, cols, data: out };
}
