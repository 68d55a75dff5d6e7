import type { Matrix } from './matrix.js';

/**
 * Row-wise softmax of `logits + bias` in float64, shifted by the row's maximum so that no finite
 * logit overflows. Cost O(n·C).
 */
export function softmaxRows(
  logits: Matrix,
  bias: Float32Array | Float64Array,
): Matrix<Float64Array> {
  const { rows, cols, data } = logits;
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    let max = -Infinity;
    for (let c = 0; c < cols; c++) max = Math.max(max, data[start + c]! + bias[c]!);
    let sum = 0;
    for (let c = 0; c < cols; c++) {
      const value = Math.exp(data[start + c]! + bias[c]! - max);
      out[start + c] = value;
      sum += value;
    }
    for (let c = 0; c < cols; c++) out[start + c]! /= sum;
  }
  return { rows, cols, data: out };
}
