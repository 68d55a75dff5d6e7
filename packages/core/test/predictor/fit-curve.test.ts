import { fitCurve, seededRandom, type MeasuredPoint } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const OPTIONS = { classCount: 77, holdout: 200 };

/** The points of a typical curve, with the noise of a holdout for a seed. */
function typicalPoints(count: number, seed?: number): MeasuredPoint[] {
  const random = seed === undefined ? undefined : seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const labels = Math.round(77 * 1.25 ** i);
    const value = truth(labels) + 0.02 * (random?.normal() ?? 0);
    return { labels, value: Math.min(1, Math.max(0, value)) };
  });
}

const truth = (labels: number) => 0.93 - 0.38 * (labels / 77) ** -0.9;

describe('fitCurve', () => {
  it('forecasts a typical curve', () => {
    const { p10, p50, p90 } = fitCurve(typicalPoints(6), OPTIONS).forecast(1540);
    expect(Math.abs(p50 - truth(1540))).toBeLessThan(0.03);
    expect(p10).toBeLessThan(truth(1540));
    expect(p90).toBeGreaterThan(truth(1540));
  });

  it('has bands that narrow with points and with the holdout', () => {
    const width = (points: MeasuredPoint[], holdout: number) => {
      const { p10, p90 } = fitCurve(points, { ...OPTIONS, holdout }).forecast(1540);
      return p90 - p10;
    };
    expect(width([], 200)).toBeGreaterThan(0.3);
    expect(width(typicalPoints(3), 200)).toBeLessThan(width([], 200));
    expect(width(typicalPoints(10), 200)).toBeLessThan(width(typicalPoints(3), 200));
    expect(width(typicalPoints(6), 5000)).toBeLessThan(width(typicalPoints(6), 50));
  });

  it('does not take many points of one holdout for many holdouts', () => {
    const width = (count: number) => {
      // All within a fifth of the labels: their heads fail on the same items.
      const labels = Array.from({ length: count }, (_, i) => 400 + Math.round((80 * i) / count));
      const points = labels.map((n) => ({ labels: n, value: 0.6 }));
      const { p10, p90 } = fitCurve(points, { classCount: 4, holdout: 200 }).forecast(480);
      return p90 - p10;
    };
    expect(width(20)).toBeGreaterThan(0.99 * width(5));
  });

  it('leaves room for a curve that stays flat', () => {
    const points = [10, 13, 16, 20, 25, 31, 39].map((labels) => ({ labels, value: 0.92 }));
    const fit = fitCurve(points, { classCount: 3, holdout: 200 });
    expect(fit.forecast(78).p10).toBeLessThan(0.92);
    expect(fit.forecast(78).p50).toBeLessThan(0.94);
    const flatWeight = ({ families }: typeof fit) =>
      families.find(({ id }) => id === 'constant')!.weight;
    expect(flatWeight(fit)).toBeGreaterThan(0.1);
    expect(flatWeight(fitCurve(typicalPoints(7), OPTIONS))).toBeLessThan(0.001);
  });

  it('holds the truth in about four of five noisy curves or more', () => {
    let held = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { p10, p90 } = fitCurve(typicalPoints(6, seed), OPTIONS).forecast(1540);
      if (p10 <= truth(1540) && truth(1540) <= p90) held++;
    }
    expect(held).toBeGreaterThanOrEqual(32);
  });

  it('reaches 1 with data that are learnt to the end, though the holdout shows a few errors', () => {
    const points = [10, 13, 17, 22, 28, 35].map((labels) => ({ labels, value: 0.985 }));
    const { p50, p90 } = fitCurve(points, { classCount: 3, holdout: 200 }).forecast(60);
    expect(p90).toBe(1);
    expect(p50).toBeLessThan(1);
  });

  it('gives answers that agree with each other', () => {
    const fit = fitCurve(typicalPoints(6), OPTIONS);
    const { p10, p50 } = fit.forecast(800);
    expect(fit.quantile(800, 0.1)).toBe(p10);
    expect(fit.probabilityAtLeast(p50, 800)).toBeCloseTo(0.5, 2);
    expect(fit.probabilityAtLeast(p10, 800)).toBeCloseTo(0.9, 2);
    const gain = fit.gain(300, 800);
    expect(gain.p10).toBeGreaterThanOrEqual(0);
    expect(fit.probabilityGainBelow(gain.p50, 300, 800)).toBeCloseTo(0.5, 2);
    expect(fit.probabilityGainBelow(0, 300, 800)).toBe(0);
    expect(fit.probabilityGainBelow(1.1, 300, 800)).toBeCloseTo(1, 9);
    const { p50: labels } = fit.labelsTo(p50, 5000);
    expect(labels).toBeGreaterThan(760);
    expect(labels).toBeLessThanOrEqual(800);
  });

  it('says how many labels a target takes, or how probably it is out of reach', () => {
    const fit = fitCurve(typicalPoints(8), OPTIONS);
    const easy = fit.labelsTo(0.8, 10_000);
    expect(easy.p10).toBeLessThanOrEqual(easy.p50!);
    expect(easy.p50).toBeLessThanOrEqual(easy.p90!);
    expect(easy.probabilityUnreachable).toBeLessThan(0.1);
    const hard = fit.labelsTo(0.999, 10_000);
    expect(hard.p50).toBeUndefined();
    expect(hard.probabilityUnreachable).toBeGreaterThan(0.9);
    expect(fit.labelsTo(0, 10_000).p90).toBe(1);
  });

  it('answers alike for points in any order, and averages equal label counts', () => {
    const points = typicalPoints(5);
    const expected = fitCurve(points, OPTIONS).forecast(900);
    expect(fitCurve([...points].reverse(), OPTIONS).forecast(900)).toEqual(expected);
    const split = points.flatMap((p) => [
      { ...p, value: p.value - 0.01 },
      { ...p, value: p.value + 0.01 },
    ]);
    const fit = fitCurve(split, OPTIONS);
    expect(fit.points).toHaveLength(5);
    expect(fit.forecast(900).p50).toBeCloseTo(expected.p50, 6);
  });

  it.each([
    ['falling', [0.8, 0.75, 0.7, 0.6]],
    ['jumping', [0.5, 0.8, 0.4, 0.9, 0.3]],
  ])('calls a %s curve unknown, with the reason', (_, values) => {
    const { shape } = fitCurve(
      values.map((value, i) => ({ labels: 20 * (i + 1), value })),
      { classCount: 5, holdout: 200 },
    );
    expect(shape.kind).toBe('unknown');
    expect(shape.kind === 'unknown' && shape.reasons[0]).toContain('fell from');
  });

  it.each([
    ['constant', [0.5, 0.5, 0.5, 0.5]],
    ['always right', [1, 1, 1, 1]],
    ['always wrong', [0, 0, 0, 0]],
    ['one point', [0.4]],
    ['no point', []],
  ])('forecasts without NaN: %s', (_, values) => {
    const fit = fitCurve(
      values.map((value, i) => ({ labels: 20 * (i + 1), value })),
      { classCount: 5, holdout: 5 },
    );
    const { p10, p50, p90 } = fit.forecast(1000);
    expect(p10).toBeLessThanOrEqual(p50);
    expect(p50).toBeLessThanOrEqual(p90);
    expect(fit.shape.kind).toBe('ok');
    expect(fit.families.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  it('stays within a level measured all along', () => {
    const fit = fitCurve(
      [10, 20, 40, 80].map((labels) => ({ labels, value: 1 })),
      { classCount: 5, holdout: 200 },
    );
    expect(fit.forecast(80).p50).toBeGreaterThan(0.97);
  });

  it('takes skewed data on the scale from the majority rate', () => {
    const points = [12, 15, 19, 24, 30].map((labels, i) => ({ labels, value: 0.72 + 0.01 * i }));
    const options = { classCount: 4, holdout: 200 };
    const plain = fitCurve(points, options).forecast(200);
    const scaled = fitCurve(points, { ...options, majorityRate: 0.71 }).forecast(200);
    expect(scaled.p50).not.toBe(plain.p50);
  });

  it('does not lift skewed data that stay level towards the end of the scale', () => {
    const points = Array.from({ length: 15 }, (_, i) => ({
      labels: Math.round(10 * 1.25 ** i),
      value: i % 2 === 0 ? 0.93 : 0.94,
    }));
    const fit = fitCurve(points, { classCount: 2, holdout: 100, majorityRate: 0.85 });
    expect(fit.forecast(500).p50).toBeLessThan(0.952);
  });

  it('uses 40 of many points, from the first to the last', () => {
    const points = Array.from({ length: 3_000 }, (_, i) => ({ labels: i + 10, value: 0.6 }));
    const used = fitCurve(points, { classCount: 2, holdout: 200 }).points;
    expect(used).toHaveLength(40);
    expect([used[0]!.labels, used[39]!.labels]).toEqual([10, 3_009]);
  });

  it('knows that macro-F1 is measured on the few items of the smaller classes', () => {
    const points = [12, 15, 19, 24, 30].map((labels, i) => ({ labels, value: 0.4 + 0.02 * i }));
    const width = (majorityRate: number) => {
      const options = { classCount: 4, holdout: 200, metric: 'macro-f1', majorityRate } as const;
      const { p10, p90 } = fitCurve(points, options).forecast(30);
      return p90 - p10;
    };
    expect(width(0.25)).toBeCloseTo(width(0), 9);
    expect(width(0.9)).toBeGreaterThan(1.1 * width(0.25));
  });

  it('forecasts more for points that all lie higher', () => {
    const shifts = fc.double({ min: -0.3, max: 0.05, noNaN: true });
    const forecast = (shift: number) =>
      fitCurve(
        typicalPoints(6).map(({ labels, value }) => ({ labels, value: value + shift })),
        OPTIONS,
      ).forecast(1540).p50;
    fc.assert(
      fc.property(shifts, (shift) => {
        expect(forecast(shift + 0.05)).toBeGreaterThan(forecast(shift));
      }),
      { seed: 8, numRuns: 25 },
    );
  });

  it('forecasts a curve that jumped up late from where it is now', () => {
    const values = [0.1, 0.1, 0.1, 0.7];
    const fit = fitCurve(
      values.map((value, i) => ({ labels: 10 + 5 * i, value })),
      { classCount: 10, holdout: 500 },
    );
    expect(fit.forecast(200).p50).toBeGreaterThan(0.6);
  });

  it.each([
    ['a value in per cent', [{ labels: 10, value: 55 }], {}, 'divide by 100'],
    ['a value above 100', [{ labels: 10, value: 155 }], {}, 'value'],
    ['NaN', [{ labels: 10, value: Number.NaN }], {}, 'value'],
    ['labels of 0', [{ labels: 0, value: 0.5 }], {}, 'labels'],
    ['half a label', [{ labels: 1.5, value: 0.5 }], {}, 'labels'],
    ['no class', [], { classCount: 0 }, 'classes'],
    ['no holdout', [], { holdout: 0 }, 'holdout'],
    ['a majority of all', [], { majorityRate: 1 }, 'majority-rate'],
    ['an unknown family', [], { families: ['pow4'] }, 'Did you mean "pow3"'],
    ['no family', [], { families: [] }, 'families'],
  ])('refuses %s', (...[, points, change, text]) => {
    let thrown: unknown;
    try {
      fitCurve(points, { ...OPTIONS, ...change });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: expect.stringMatching(/^FORECAST_/) });
    const { message, details } = thrown as { message: string; details: { remedy?: string } };
    expect(`${message} ${details.remedy}`).toContain(text);
  });

  it('refuses a target above 1 and labels that are no count', () => {
    const fit = fitCurve([], OPTIONS);
    const refused = expect.objectContaining({ code: 'FORECAST_OPTION_INVALID' });
    expect(() => fit.labelsTo(1.2, 100)).toThrowError(refused);
    expect(() => fit.labelsTo(Number.NaN, 100)).toThrowError(refused);
    expect(() => fit.forecast(0)).toThrowError(refused);
    expect(() => fit.forecast(Number.NaN)).toThrowError(refused);
  });
});
