import {
  fitFeatureSpace,
  matrix,
  poolFit,
  referenceKernels,
  seededRandom,
  toFeatures,
  type Matrix,
} from '@alaas/core';
import { seededClasses } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const ITEMS = 400;
const DIMENSION = 24;
const { embeddings: POOL } = seededClasses({
  items: ITEMS,
  classes: 4,
  dimension: DIMENSION,
  seed: 5,
});

function look(embeddings: Matrix) {
  return poolFit({
    features: toFeatures(fitFeatureSpace(embeddings), embeddings),
    kernels: referenceKernels,
    random: seededRandom(3),
  });
}

/** The pool with other rows in place of its own. */
function changed(rowOf: (row: number, k: number) => number): Matrix {
  const numbers = Array.from({ length: ITEMS * DIMENSION }, (_, i) =>
    rowOf(Math.floor(i / DIMENSION), i % DIMENSION),
  );
  return matrix(ITEMS, DIMENSION, Float32Array.from(numbers));
}

describe('a look at a pool without labels', () => {
  it('finds nothing strange where items are apart', async () => {
    const { verdict, reasons, spread } = await look(POOL);
    expect({ verdict, reasons }).toEqual({ verdict: 'go', reasons: [] });
    expect(spread.nearDuplicates.value).toBeLessThan(0.02);
  });

  it('advises care where half of the items have a twin', async () => {
    const twins = changed((row, k) => POOL.data[Math.max(0, row - 100) * DIMENSION + k]!);
    const half = changed((row, k) => (row < 300 ? POOL : twins).data[row * DIMENSION + k]!);
    const { verdict, reasons, spread } = await look(half);
    expect(spread.nearDuplicates.value).toBeCloseTo(0.5, 1);
    expect(verdict).toBe('go-with-care');
    expect(reasons.map(({ measure }) => measure)).toEqual(['near-duplicates']);
  });

  it('warns where all items are the same', async () => {
    const { verdict, reasons, spread } = await look(changed((_, k) => POOL.data[k]!));
    expect(spread).toMatchObject({ nearDuplicates: { value: 1 }, intrinsicDimension: 0 });
    expect(verdict).toBe('do-not-rely-on-the-forecast');
    expect(reasons.map(({ measure }) => measure)).toEqual(['all-alike']);
  });

  it('advises care where items lie on a line', async () => {
    const random = seededRandom(4);
    const places = Array.from({ length: ITEMS }, () => random.next() + 0.1);
    const line = changed((row, k) => Math.cos(places[row]! + k));
    const { verdict, reasons, spread } = await look(line);
    expect(spread.intrinsicDimension).toBeLessThan(2);
    expect(verdict).not.toBe('go');
    expect(reasons.map(({ measure }) => measure)).toContain('profile');
  });

  it('can be cancelled', async () => {
    const { data, rows, cols } = POOL;
    const task = { features: { data, rows, cols }, random: seededRandom(1) };
    const looking = poolFit({ ...task, kernels: referenceKernels, signal: AbortSignal.abort() });
    await expect(looking).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
