import { assessForecasts } from '@alaas/core';
import { describe, expect, it } from 'vitest';

const OPTIONS = { classCount: 10, holdout: 500 };
const curve = (value: (x: number) => number, count = 9) =>
  Array.from({ length: count }, (_, i) => {
    const labels = Math.round(10 * 1.25 ** i);
    return { labels, value: value(labels / 10) };
  });

describe('assessForecasts', () => {
  it('forecasts every later point from each run of three or more', () => {
    const points = curve((x) => 0.9 - 0.5 * x ** -0.7);
    const { forecasts, coverage, meanError } = assessForecasts(points, OPTIONS);
    expect(forecasts).toHaveLength(21);
    expect(forecasts[0]).toMatchObject({ atLabels: points[2]!.labels, value: points[3]!.value });
    expect(coverage).toBe(1);
    expect(meanError).toBeLessThan(0.03);
  });

  it('tells when they failed, and widening helps', () => {
    // Flat for long, then a sudden rise: no family expects it.
    const points = curve((x) => (x < 3 ? 0.4 + 0.01 * x : 0.85));
    const plain = assessForecasts(points, OPTIONS);
    expect(plain.coverage).toBeLessThan(0.8);
    const widened = assessForecasts(points, { ...OPTIONS, gainDeviation: 1 });
    expect(widened.coverage).toBeGreaterThanOrEqual(plain.coverage!);
  });

  it('has nothing to say of three points', () => {
    expect(
      assessForecasts(
        curve((x) => x / 10, 3),
        OPTIONS,
      ),
    ).toEqual({ forecasts: [] });
  });
});
