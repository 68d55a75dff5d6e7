import {
  fitFeatureSpace,
  labelsSaved,
  randomCurve,
  referenceKernels,
  seededRandom,
  toFeatures,
} from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const { embeddings, targets } = seededClasses({
  items: 200,
  classes: 5,
  dimension: 16,
  spread: 2,
  seed: 1,
});
const features = toFeatures(fitFeatureSpace(embeddings), embeddings);
const task = { features, targets, classCount: 5, kernels: referenceKernels };

describe('randomCurve', () => {
  it('rises inside the holdout, the same for the same seed', async () => {
    const points = await randomCurve({ ...task, random: seededRandom(1) });
    expect(points.map(({ labels }) => labels)).toEqual([40, 60, 80, 100, 120, 140, 160]);
    expect(points.at(-1)!.value).toBeGreaterThan(points[0]!.value);
    expect(points.every(({ standardError }) => standardError! > 0 && standardError! < 0.05)).toBe(
      true,
    );
    expect(await randomCurve({ ...task, random: seededRandom(1) })).toEqual(points);
  });

  it('measures macro-F1, with its error, where that counts', async () => {
    const points = await randomCurve({ ...task, metric: 'macro-f1', random: seededRandom(1) });
    const accuracy = await randomCurve({ ...task, random: seededRandom(1) });
    points.forEach(({ value, standardError }, i) => {
      // Classes are equally frequent here, so that the two lie close together.
      expect(Math.abs(value - accuracy[i]!.value)).toBeLessThan(0.05);
      expect(standardError).toBeGreaterThan(0.5 * accuracy[i]!.standardError!);
      expect(standardError).toBeLessThan(2 * accuracy[i]!.standardError!);
    });
    expect(points.map(({ value }) => value)).not.toEqual(accuracy.map(({ value }) => value));
  });

  it('refuses a holdout that cannot be split', async () => {
    const few = { rows: 19, cols: 16, data: features.data.subarray(0, 19 * 16) };
    await expect(
      randomCurve({
        ...task,
        features: few,
        targets: targets.subarray(0, 19),
        random: seededRandom(1),
      }),
    ).rejects.toMatchObject({ code: 'INPUT_SHAPE' });
  });
});

describe('labelsSaved', () => {
  const curve = (x: number) => 0.9 - 0.5 * x ** -0.7;
  const points = [2, 3, 4, 5, 6, 7, 8].map((x) => ({ labels: 10 * x, value: curve(x) }));
  const options = { classCount: 10, holdout: 500 };
  const reached = { standardError: 0.01, atMost: 5000 };

  it('finds the labels that random picks would have taken', () => {
    // Random picks take 120 labels for it; 60 were bought.
    const { p10, p50, p90, probabilitySaved } = labelsSaved(
      points,
      { ...reached, value: curve(12), labels: 60 },
      options,
    );
    expect(p10).toBeLessThan(p50!);
    expect(p50).toBeGreaterThan(35);
    expect(p50).toBeLessThan(100);
    expect(p90 ?? Infinity).toBeGreaterThan(p50!);
    expect(probabilitySaved).toBeGreaterThan(0.9);
  });

  it('says so when random picks would have done as well', () => {
    const saved = labelsSaved(points, { ...reached, value: curve(4), labels: 60 }, options);
    expect(saved.p50).toBeLessThan(0);
    expect(saved.probabilitySaved).toBeLessThan(0.1);
  });

  it('leaves out what random picks never reach', () => {
    const saved = labelsSaved(points, { ...reached, value: 0.995, labels: 60 }, options);
    expect(saved).not.toHaveProperty('p50');
    expect(saved.probabilitySaved).toBeGreaterThan(0.95);
  });
});
