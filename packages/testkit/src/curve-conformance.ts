import { fitCurve, type CurveFamily } from '@alaas/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/**
 * The suite that every family of learning curves passes: its shapes are finite and never rise, its
 * prior is proper, and fitted alone it forecasts within bounds, in order, without falling, and
 * finds back a curve of its own.
 */
export function curveConformance(family: CurveFamily): void {
  const xs = [1e-3, 0.1, 0.5, 1, 1.25, 2, 5, 20, 100, 1e4];

  describe(`curve family: ${family.id}`, () => {
    it('says what it is', () => {
      expect(family.id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(family.formula).not.toBe('');
      expect(family.source).not.toBe('');
      expect(family.ceiling).toBeGreaterThan(0.9);
      expect(family.ceiling).toBeLessThanOrEqual(1);
      expect(Math.min(family.level.deviation, family.height.deviation)).toBeGreaterThan(0);
    });

    it('has shapes that are finite, never rise and, with an asymptote, fall to 0', () => {
      expect(family.cells.length).toBeGreaterThan(0);
      for (const { shape, logPrior } of family.cells) {
        expect(logPrior).toBeLessThanOrEqual(0);
        const values = xs.map(shape);
        expect(values.every(Number.isFinite)).toBe(true);
        expect([...values].sort((a, b) => b - a)).toEqual(values);
        if (family.asymptotic) {
          expect(values.at(-1)!).toBeGreaterThanOrEqual(0);
          expect(values.at(-1)!).toBeLessThanOrEqual(0.9 * values[3]!);
        }
      }
    });

    it('forecasts any points within bounds, in order, never falling', () => {
      const point = fc.record({
        labels: fc.integer({ min: 1, max: 5000 }),
        value: fc.double({ min: 0, max: 1, noNaN: true }),
      });
      const curves = fc.record({
        points: fc.array(point, { maxLength: 8 }),
        classCount: fc.integer({ min: 1, max: 200 }),
        holdout: fc.integer({ min: 1, max: 5000 }),
      });
      fc.assert(
        fc.property(curves, ({ points, ...options }) => {
          const fit = fitCurve(points, { ...options, families: [family.id] });
          let last = { p10: 0, p50: 0, p90: 0 };
          for (const labels of [1, 10, 77, 500, 4000, 1_000_000]) {
            const { p10, p50, p90 } = fit.forecast(labels);
            expect(p10).toBeGreaterThanOrEqual(last.p10);
            expect(p50).toBeGreaterThanOrEqual(Math.max(p10, last.p50));
            expect(p90).toBeGreaterThanOrEqual(Math.max(p50, last.p90));
            expect(p90).toBeLessThanOrEqual(1);
            last = { p10, p50, p90 };
          }
        }),
        { seed: 5, numRuns: 30 },
      );
    });

    it('finds back a curve of its own', () => {
      const { cells } = family;
      const { shape } = cells[Math.floor(cells.length / 2)]!;
      const { level, height } = family;
      const truth = (labels: number) => level.mean - height.mean * shape(labels / 10);
      const labels = [10, 13, 16, 20, 25, 31, 39, 49, 61, 76];
      const fit = fitCurve(
        labels.map((n) => ({ labels: n, value: truth(n) })),
        { classCount: 10, holdout: 5000, families: [family.id] },
      );
      const { p10, p50, p90 } = fit.forecast(200);
      expect(Math.abs(p50 - truth(200))).toBeLessThan(0.02);
      expect(p10).toBeLessThan(truth(200));
      expect(p90).toBeGreaterThan(truth(200));
      expect(fit.shape.kind).toBe('ok');
      expect(fit.families).toEqual([{ id: family.id, weight: 1 }]);
    });
  });
}
