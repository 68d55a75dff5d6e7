import type { Matrix } from '@alaas/core';

/** The entry in row i and column j. */
export function at({ cols, data }: Matrix, [i, j]: readonly [number, number]): number {
  return data[i * cols + j]!;
}

/** Zeros. */
export function empty([rows, cols]: readonly [number, number]): Matrix {
  return { rows, cols, data: new Float32Array(rows * cols) };
}

/** Largest distance of entries at one place. */
export function maxDifference(a: Float32Array, b: Float32Array | Float64Array): number {
  return a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
}
