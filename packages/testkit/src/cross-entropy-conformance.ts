import { referenceKernels, row, type CrossEntropyRequest, type Kernels } from '@alaas/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { maxDifference } from './matrix-entries.js';
import { seededMatrix } from './seeded-data.js';

const RELATIVE = 1e-4;
/** More items than any form takes at once. */
const MANY = 16_500;

/** What every form of `Kernels.crossEntropy` passes; part of `kernelsConformance`. */
export function crossEntropySuite(kernels: () => Kernels): void {
  it('agrees with the definition for every shape, with small and with huge weights', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          items: fc.integer({ min: 1, max: 20 }),
          classes: fc.integer({ min: 1, max: 12 }),
          dimension: fc.integer({ min: 1, max: 12 }),
          size: fc.constantFrom(0, 0.1, 1, 300),
          seed: fc.integer({ min: 0, max: 2 ** 31 }),
        }),
        async (shape) => {
          const request = seededRequest(shape);
          const found = await kernels().crossEntropy(request);
          const wanted = byDefinition(request);
          const scale = shape.items * (1 + shape.size);
          expect(Math.abs(found.loss - wanted.loss)).toBeLessThanOrEqual(RELATIVE * scale);
          expect(found.slope).toHaveLength(wanted.slope.length);
          expect(found.biasSlope).toHaveLength(shape.classes);
          for (const name of ['slope', 'biasSlope'] as const) {
            expect(maxDifference(found[name], wanted[name])).toBeLessThan(RELATIVE * scale);
          }
        },
      ),
      { numRuns: 60, seed: 17 },
    );
  });

  it('adds up over the blocks of many items', async () => {
    const request = seededRequest({ items: MANY, classes: 3, dimension: 4, size: 1, seed: 2 });
    const found = await kernels().crossEntropy(request);
    const wanted = await referenceKernels.crossEntropy(request);
    expect(Math.abs(found.loss / wanted.loss - 1)).toBeLessThan(RELATIVE);
    expect(maxDifference(found.slope, wanted.slope)).toBeLessThan(RELATIVE * MANY);
    expect(maxDifference(found.biasSlope, wanted.biasSlope)).toBeLessThan(RELATIVE * MANY);
  });

  it('refuses weights, bias and targets that do not fit', async () => {
    const request = seededRequest({ items: 3, classes: 2, dimension: 4, size: 1, seed: 3 });
    for (const [field, wrong] of Object.entries({
      weights: { weights: seededMatrix(2, 5, 1) },
      bias: { bias: new Float32Array(3) },
      targets: { targets: new Int32Array(2) },
    })) {
      await expect(kernels().crossEntropy({ ...request, ...wrong })).rejects.toMatchObject({
        code: 'INPUT_SHAPE',
        details: { field },
      });
    }
  });

  it('stops when cancelled', async () => {
    const request = seededRequest({ items: 3, classes: 2, dimension: 4, size: 1, seed: 4 });
    const signal = AbortSignal.abort();
    await expect(kernels().crossEntropy({ ...request, signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
}

function seededRequest(shape: {
  items: number;
  classes: number;
  dimension: number;
  size: number;
  seed: number;
}): CrossEntropyRequest {
  const { items, classes, dimension, size, seed } = shape;
  const weights = seededMatrix(classes, dimension, seed);
  return {
    features: seededMatrix(items, dimension, seed + 1),
    targets: Int32Array.from({ length: items }, (_, i) => (i * 7 + seed) % classes),
    weights: { ...weights, data: weights.data.map((value) => size * value) },
    bias: seededMatrix(1, classes, seed + 2).data,
  };
}

/** Term by term, each probability from the differences of its logit to the others. */
function byDefinition({ features, targets, weights, bias }: CrossEntropyRequest) {
  const { rows: classes, cols: d } = weights;
  const slope = new Float64Array(classes * d);
  const biasSlope = new Float64Array(classes);
  let loss = 0;
  for (const [i, target] of targets.entries()) {
    const x = row(features, i);
    const logits = Array.from(bias, (own, c) =>
      row(weights, c).reduce((sum, weight, k) => sum + weight * x[k]!, own),
    );
    const most = Math.max(...logits);
    const whole = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    loss += most + Math.log(whole) - logits[target]!;
    for (const [c, logit] of logits.entries()) {
      const residual = Math.exp(logit - most) / whole - (c === target ? 1 : 0);
      biasSlope[c]! += residual;
      for (let k = 0; k < d; k++) slope[c * d + k]! += residual * x[k]!;
    }
  }
  return { loss, slope, biasSlope };
}
