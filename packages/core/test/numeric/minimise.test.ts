import { seededMatrix } from '@alaas/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { minimise, type Objective } from '../../src/numeric/minimise.js';

describe('minimise', () => {
  it('solves quadratic problems of every shape and scale', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          size: fc.integer({ min: 1, max: 12 }),
          seed: fc.integer({ min: 0, max: 1e6 }),
          scale: fc.double({ min: -3, max: 3, noNaN: true }),
        }),
        async ({ size, seed, scale }) => {
          // f(x) = ½ (x − s)ᵀ (BᵀB + I) (x − s) · 10^scale, at its least in s.
          const b = seededMatrix(size, size, seed).data;
          const solution = seededMatrix(1, size, seed + 1).data;
          const objective: Objective = async (x, gradient) => {
            const away = Array.from(x, (value, i) => value - solution[i]!);
            const across = away.map((_, i) =>
              away.reduce((sum, v, k) => sum + b[i * size + k]! * v, 0),
            );
            let value = 0;
            for (let k = 0; k < size; k++) {
              let slope = away[k]!;
              for (let i = 0; i < size; i++) slope += b[i * size + k]! * across[i]!;
              gradient[k] = slope * 10 ** scale;
              value += 0.5 * away[k]! * gradient[k]!;
            }
            return value;
          };
          const start = new Float64Array(size);
          const options = { maxIterations: 500, tolerance: 1e-8 * 10 ** scale };
          const { x, value } = await minimise(objective, start, options);
          for (const [i, wanted] of solution.entries()) expect(x[i]!).toBeCloseTo(wanted, 5);
          expect(value).toBeLessThan(1e-8 * 10 ** scale);
        },
      ),
      { numRuns: 60, seed: 12 },
    );
  });

  it('finds the end of a curved valley, never rising', async () => {
    const values: number[] = [];
    const { x, iterations } = await minimise(valley, Float64Array.of(-1.2, 1), {
      maxIterations: 200,
      tolerance: 1e-9,
    });
    expect(x[0]).toBeCloseTo(1, 6);
    expect(x[1]).toBeCloseTo(1, 6);
    for (let most = 0; most <= iterations; most++) {
      const options = { maxIterations: most, tolerance: 1e-9 };
      values.push((await minimise(valley, Float64Array.of(-1.2, 1), options)).value);
    }
    for (let i = 1; i < values.length; i++) expect(values[i]!).toBeLessThanOrEqual(values[i - 1]!);
  });

  it('stays where nothing can be gained, and leaves the start alone', async () => {
    const start = Float64Array.of(1, 1);
    const options = { maxIterations: 50, tolerance: 1e-12 };
    expect(await minimise(valley, start, options)).toMatchObject({ value: 0, iterations: 0 });
    const flat: Objective = async (_, gradient) => (gradient.fill(0), 7);
    expect(await minimise(flat, start, options)).toEqual({ x: start, value: 7, iterations: 0 });
    // A gradient that lies: no step helps, so the start is the answer.
    const lying: Objective = async (x, gradient) => (gradient.fill(1), Math.abs(x[0]! - 1));
    expect((await minimise(lying, start, options)).x).toEqual(start);
    expect(start).toEqual(Float64Array.of(1, 1));
  });

  it('stops when cancelled', async () => {
    const controller = new AbortController();
    let calls = 0;
    const objective: Objective = (x, gradient) => {
      if (++calls === 3) controller.abort();
      return valley(x, gradient);
    };
    const options = { maxIterations: 50, tolerance: 1e-9, signal: controller.signal };
    await expect(minimise(objective, Float64Array.of(-1.2, 1), options)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(calls).toBeLessThan(25);
  });
});

/** Rosenbrock's function, 0 in (1, 1). */
const valley: Objective = async (place, gradient) => {
  const [x, y] = [place[0]!, place[1]!];
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};
