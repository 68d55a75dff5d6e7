import { referenceKernels, row, sliceRows, type Kernels } from '@alaas/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { coverageSuite } from './coverage-conformance.js';
import { crossEntropySuite } from './cross-entropy-conformance.js';
import { at, empty, maxDifference } from './matrix-entries.js';
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
    describe('crossEntropy', () => crossEntropySuite(() => opened.kernels));
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
