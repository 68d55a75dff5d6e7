import {
  applyTemperature,
  fitHead,
  fitTemperature,
  predictProbabilities,
  referenceKernels as kernels,
  seededRandom,
  temperedHead,
  type Matrix,
} from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

/** Rows of true probabilities with classes drawn from them. */
function drawn(rows: number, seed: number) {
  const random = seededRandom(seed);
  const data = new Float64Array(rows * 3);
  const targets = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const parts = [0, 1, 2].map(() => Math.exp(1.5 * random.normal()));
    const total = parts[0]! + parts[1]! + parts[2]!;
    parts.forEach((part, c) => (data[i * 3 + c] = part / total));
    const at = random.next();
    targets[i] = at < data[i * 3]! ? 0 : at < data[i * 3]! + data[i * 3 + 1]! ? 1 : 2;
  }
  return { probabilities: { rows, cols: 3, data } satisfies Matrix<Float64Array>, targets };
}

describe('temperature calibration', () => {
  it('finds back by how much probabilities were sharpened or softened', () => {
    const { probabilities, targets } = drawn(4000, 1);
    expect(fitTemperature(probabilities, targets)).toBeCloseTo(1, 1);
    for (const distortion of [0.4, 2.5]) {
      const distorted = applyTemperature(probabilities, distortion);
      const found = fitTemperature(distorted, targets);
      expect(found * distortion).toBeGreaterThan(0.93);
      expect(found * distortion).toBeLessThan(1.07);
    }
  });

  it('keeps rows normalised and the order within them', () => {
    const { probabilities } = drawn(50, 2);
    const softer = applyTemperature(probabilities, 3);
    for (let i = 0; i < 50; i++) {
      const row = softer.data.subarray(i * 3, i * 3 + 3);
      expect(row[0]! + row[1]! + row[2]!).toBeCloseTo(1, 12);
      const order = (data: Float64Array) => [0, 1, 2].sort((a, b) => data[a]! - data[b]!);
      expect(order(row)).toEqual(order(probabilities.data.subarray(i * 3, i * 3 + 3)));
    }
  });

  it('stays moderate with a handful of items, and finite where certain ones are wrong', () => {
    const sure = { rows: 2, cols: 2, data: Float64Array.of(1, 0, 1, 0) };
    expect(fitTemperature(sure, Int32Array.of(0, 0))).toBeGreaterThan(0.2);
    const wrong = fitTemperature(sure, Int32Array.of(1, 1));
    expect(wrong).toBeGreaterThan(1);
    expect(wrong).toBeLessThanOrEqual(20);
  });

  it('refuses targets out of range, other lengths and nothing', () => {
    const refused = expect.objectContaining({ code: 'INPUT_SHAPE' });
    const { probabilities } = drawn(2, 3);
    expect(() => fitTemperature(probabilities, Int32Array.of(0, 3))).toThrowError(refused);
    expect(() => fitTemperature(probabilities, Int32Array.of(0))).toThrowError(refused);
    const none = { rows: 0, cols: 3, data: new Float64Array(0) };
    expect(() => fitTemperature(none, new Int32Array(0))).toThrowError(refused);
  });
});

describe('temperedHead', () => {
  it('gives the probabilities of the head at the temperature', async () => {
    const { embeddings: features, targets } = seededClasses({
      items: 40,
      classes: 3,
      dimension: 5,
      seed: 2,
    });
    const head = await fitHead({ features, targets, classCount: 3, kernels });
    const plain = await predictProbabilities(head, features, { kernels });
    const tempered = await predictProbabilities(temperedHead(head, 1.7), features, { kernels });
    applyTemperature(plain, 1.7).data.forEach((expected, i) => {
      expect(tempered.data[i]).toBeCloseTo(expected, 5);
    });
  });
});
