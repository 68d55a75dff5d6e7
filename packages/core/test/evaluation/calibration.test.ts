import { applyTemperature, calibrate, calibrationError, seededRandom } from '@alaas/core';
import { describe, expect, test } from 'vitest';

/** Two classes; the label follows the probability, which is then sharpened. */
function overconfident(rows: number, sharpness: number) {
  const random = seededRandom(4);
  const data = new Float64Array(2 * rows);
  const targets = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const p = 0.5 + random.next() / 2;
    data.set([p, 1 - p], 2 * i);
    targets[i] = random.next() < p ? 0 : 1;
  }
  const honest = { rows, cols: 2, data };
  return { honest, sharp: applyTemperature(honest, 1 / sharpness), targets };
}

describe('calibrate', () => {
  test('finds the temperature of sharpened probabilities, and the error falls', () => {
    const { sharp, targets } = overconfident(2_000, 3);
    const found = calibrate({ probabilities: sharp, targets, random: seededRandom(1) });
    expect(found.items).toBe(2_000);
    expect(found.temperature).toBeGreaterThan(2);
    expect(found.temperature).toBeLessThan(4.5);
    expect(found.errorAfter).toBeLessThan(found.errorBefore / 2);
  });

  test('leaves honest probabilities about as they are', () => {
    const { honest, targets } = overconfident(2_000, 1);
    const found = calibrate({ probabilities: honest, targets, random: seededRandom(1) });
    expect(found.temperature).toBeGreaterThan(0.8);
    expect(found.temperature).toBeLessThan(1.25);
    expect(found.errorBefore).toBeLessThan(0.05);
  });

  test('refuses too few items', () => {
    const { honest, targets } = overconfident(19, 1);
    expect(() => calibrate({ probabilities: honest, targets, random: seededRandom(1) })).toThrow(
      /20 items or more, not 19/,
    );
  });
});

describe('calibrationError', () => {
  test('is the gap between confidence and share right', () => {
    const data = Float64Array.from(Array.from({ length: 10 }, () => [0.95, 0.05]).flat());
    const probabilities = { rows: 10, cols: 2, data };
    expect(
      calibrationError(
        probabilities,
        Int32Array.from({ length: 10 }, () => 0),
      ),
    ).toBeCloseTo(0.05);
    const half = Int32Array.from({ length: 10 }, (_, i) => i % 2);
    expect(calibrationError(probabilities, half)).toBeCloseTo(0.45);
  });
});
