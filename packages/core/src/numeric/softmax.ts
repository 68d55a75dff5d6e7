import type { Matrix } from './matrix.js';

/**
 * Row-wise softmax of `logits + bias` in float64, shifted by the row's maximum so that no finite
 * logit overflows. Cost O(n·C).
 */
export function softmaxRows(
  { rows, cols, data }: Matrix,
  bias: Float32Array | Float64Array,
): Matrix<Float64Array> {
  const out = new Float64Array(data.length);
  for (let start = 0; start < out.length; start += cols) {
    const end = start + cols;
    softmaxInto(out.subarray(start, end), { logits: data.subarray(start, end), bias });
  }
  return { rows, cols, data: out };
}

/** The softmax of one row of logits, written into `out`. */
export function softmaxInto(
  out: Float64Array,
  { logits, bias }: { logits: Float32Array; bias: Float32Array | Float64Array },
): void {
  const size = out.length;
  let max = -Infinity;
  for (let c = 0; c < size; c++) max = Math.max(max, logits[c]! + bias[c]!);
  let sum = 0;
  for (let c = 0; c < size; c++) {
    const value = Math.exp(logits[c]! + bias[c]! - max);
    out[c] = value;
    sum += value;
  }
  for (let c = 0; c < size; c++) out[c]! /= sum;
}
