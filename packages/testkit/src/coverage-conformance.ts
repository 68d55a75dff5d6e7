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
import { expect, it } from 'vitest';

import { at, empty, maxDifference } from './matrix-entries.js';
import { seededMatrix } from './seeded-data.js';

const RELATIVE = 1e-4;
const sizes = fc.integer({ min: 1, max: 24 });
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/**
 * What every form of `Kernels.coverageGains`, `similarities` and `rowGains` passes; part of
 * `kernelsConformance`.
 */
export function coverageSuite(kernels: () => Kernels): void {
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

function inTiles({ side, tiles }: Tiles, [i, j]: readonly [number, number]): number {
  const tile = tiles[Math.floor(i / side)]![Math.floor(j / side)]!;
  return at(tile, [i % side, j % side]);
}

function unitRows({ rows, cols, data }: Matrix): Matrix {
  const out = data.slice();
  for (let i = 0; i < rows; i++) {
    const norm = Math.hypot(...data.subarray(i * cols, (i + 1) * cols));
    for (let k = i * cols; k < (i + 1) * cols; k++) out[k]! /= norm;
  }
  return { rows, cols, data: out };
}
