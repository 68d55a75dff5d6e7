import {
  bootstrapMacroF1,
  evaluate,
  macroF1Error,
  seededRandom,
  wilsonInterval,
} from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('wilsonInterval', () => {
  it('agrees with published values', () => {
    // 8 of 10 as in textbooks; 0 of n ends at z² / (n + z²).
    expect(wilsonInterval(8, 10).low).toBeCloseTo(0.4902, 4);
    expect(wilsonInterval(8, 10).high).toBeCloseTo(0.9433, 4);
    expect(wilsonInterval(0, 20).low).toBe(0);
    expect(wilsonInterval(0, 20).high).toBeCloseTo(0.1611, 4);
  });

  it('holds the proportion, mirrors, widens with the level and narrows with the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(500), (count, drawn) => {
        const successes = drawn % (count + 1);
        const { low, high } = wilsonInterval(successes, count);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / count + 1e-12);
        expect(high).toBeGreaterThanOrEqual(successes / count - 1e-12);
        const mirrored = wilsonInterval(count - successes, count);
        expect(mirrored.low).toBeCloseTo(1 - high, 10);
        const wide = wilsonInterval(successes, count, 0.99);
        expect(wide.high - wide.low).toBeGreaterThan(high - low);
        const more = wilsonInterval(successes * 4, count * 4);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
      { seed: 6 },
    );
  });

  it('covers the true proportion about as often as it says', () => {
    const random = seededRandom(9);
    const trials = 2000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      let successes = 0;
      for (let i = 0; i < 60; i++) if (random.next() < 0.85) successes++;
      const { low, high } = wilsonInterval(successes, 60);
      if (low <= 0.85 && 0.85 <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.93);
    expect(covered / trials).toBeLessThan(0.98);
  });

  it.each([
    [1, 0],
    [-1, 4],
    [5, 4],
    [Number.NaN, 4],
  ])('refuses %d of %d', (successes, count) => {
    expect(() => wilsonInterval(successes, count)).toThrowError(
      expect.objectContaining({ code: 'INPUT_SHAPE' }),
    );
  });
});

describe('bootstrapMacroF1', () => {
  const random = seededRandom(3);
  const targets = Int32Array.from({ length: 200 }, () => random.integer(3));
  const predictions = targets.map((c) => (random.next() < 0.8 ? c : random.integer(3)));

  it('lies around the measured value and is the same for the same seed', () => {
    const measured = evaluate(predictions, targets, 3).macroF1;
    const interval = bootstrapMacroF1({ predictions, targets }, 3, { random: seededRandom(1) });
    expect(interval.low).toBeLessThan(measured);
    expect(interval.high).toBeGreaterThan(measured);
    expect(interval.high - interval.low).toBeLessThan(0.2);
    expect(bootstrapMacroF1({ predictions, targets }, 3, { random: seededRandom(1) })).toEqual(
      interval,
    );
  });

  it('has the standard error that many measurements show', () => {
    // Measured again and again on fresh items of the same kind.
    const fresh = Array.from({ length: 200 }, () => {
      const truth = Int32Array.from({ length: 200 }, () => random.integer(3));
      const guesses = truth.map((c) => (random.next() < 0.8 ? c : random.integer(3)));
      return evaluate(guesses, truth, 3).macroF1;
    });
    const mean = fresh.reduce((sum, value) => sum + value, 0) / fresh.length;
    const variance = fresh.reduce((sum, value) => sum + (value - mean) ** 2, 0) / fresh.length;
    const { standardError } = bootstrapMacroF1({ predictions, targets }, 3, { random });
    expect(standardError / Math.sqrt(variance)).toBeGreaterThan(0.75);
    expect(standardError / Math.sqrt(variance)).toBeLessThan(1.3);
  });

  it('is the same from counts alone, up to the order of the items', () => {
    const evaluation = evaluate(predictions, targets, 3);
    const byCounts = macroF1Error(evaluation, { random: seededRandom(1), resamples: 2_000 });
    const byItems = bootstrapMacroF1({ predictions, targets }, 3, {
      random: seededRandom(1),
      resamples: 2_000,
    });
    expect(byCounts.standardError).toBeCloseTo(byItems.standardError, 2);
    expect(byCounts.low).toBeCloseTo(byItems.low, 1);
  });

  it('is one point when all is right', () => {
    const interval = bootstrapMacroF1({ predictions: targets, targets }, 3, { random });
    expect(interval).toEqual({ low: 1, high: 1, standardError: 0 });
  });
});
