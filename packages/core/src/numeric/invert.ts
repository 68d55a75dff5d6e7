import { throwIfCancelled } from '../errors.js';
import type { Matrix } from './matrix.js';

/** Rows between two looks at the abort signal. */
const ROWS = 64;

/**
 * The inverse of a symmetric positive definite matrix, in float64, by Cholesky's factor L and
 * (L⁻¹)ᵀ·L⁻¹. Cost O(n³), a new matrix.
 */
export function invertPositive(
  { rows: n, data: source }: Matrix<Float64Array>,
  signal?: AbortSignal,
): Matrix<Float64Array> {
  const lower = source.slice();
  for (let i = 0; i < n; i++) {
    if (i % ROWS === 0) throwIfCancelled(signal);
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j]!;
    }
  }
  const inverse = invertLower(lower, n, signal);
  const out = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    if (k % ROWS === 0) throwIfCancelled(signal);
    for (let i = 0; i <= k; i++) {
      const factor = inverse[k * n + i]!;
      for (let j = 0; j <= i; j++) out[i * n + j]! += factor * inverse[k * n + j]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[j * n + i] = out[i * n + j]!;
  return { rows: n, cols: n, data: out };
}

/** Row by row: (L⁻¹)_i = (e_i − Σ_{k<i} L_ik·(L⁻¹)_k) / L_ii. */
function invertLower(lower: Float64Array, n: number, signal: AbortSignal | undefined) {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (i % ROWS === 0) throwIfCancelled(signal);
    inverse[i * n + i] = 1;
    for (let k = 0; k < i; k++) {
      const factor = lower[i * n + k]!;
      for (let j = 0; j <= k; j++) inverse[i * n + j]! -= factor * inverse[k * n + j]!;
    }
    for (let j = 0; j <= i; j++) inverse[i * n + j]! /= lower[i * n + i]!;
  }
  return inverse;
}
