import { CodedError } from '@alaas/core';
import type { Tensor } from 'onnxruntime-node';

import type { ManifestOutput } from '../encoder-manifest.js';

/**
 * What the model gave for n items → n × d numbers: pooled over tokens and scaled to unit length
 * where the manifest says so.
 *
 * @param lengths real tokens of each item; the rest is padding and left out of a mean.
 * @throws CodedError `ENCODER_OUTPUT_MISMATCH` when the model gives another type or shape.
 */
export function poolOutput(
  tensor: Tensor,
  output: ManifestOutput,
  lengths: Int32Array | undefined,
): Float32Array {
  const items = tensor.dims[0] ?? 0;
  const expectedRank = output.pooling === 'none' ? 2 : 3;
  const fits = tensor.dims.length === expectedRank && tensor.dims.at(-1) === output.dimension;
  if (tensor.type !== 'float32' || !fits) throw mismatch(tensor, output);
  const data = tensor.data as Float32Array;
  const pooled = output.pooling === 'none' ? data : poolTokens(tensor, output, lengths);
  if (output.normalise) normaliseRows(pooled, items);
  return pooled;
}

function poolTokens(
  tensor: Tensor,
  { dimension, pooling }: ManifestOutput,
  lengths: Int32Array | undefined,
): Float32Array {
  const data = tensor.data as Float32Array;
  const [items, tokens] = tensor.dims as [number, number];
  const out = new Float32Array(items * dimension);
  for (let i = 0; i < items; i++) {
    const start = i * tokens * dimension;
    const used = pooling === 'first' ? 1 : Math.min(lengths?.[i] ?? tokens, tokens);
    for (let k = 0; k < dimension; k++) {
      let sum = 0;
      for (let t = 0; t < used; t++) sum += data[start + t * dimension + k]!;
      out[i * dimension + k] = sum / used;
    }
  }
  return out;
}

function normaliseRows(data: Float32Array, rows: number): void {
  const cols = data.length / rows;
  for (let i = 0; i < rows; i++) {
    let squared = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) squared += data[k]! ** 2;
    const scale = 1 / Math.max(Math.sqrt(squared), 1e-12);
    for (let k = i * cols; k < (i + 1) * cols; k++) data[k]! *= scale;
  }
}

function mismatch(tensor: Tensor, output: ManifestOutput): CodedError {
  const expected = `float32[items, ${output.pooling === 'none' ? '' : 'tokens, '}${output.dimension}]`;
  const real = `${tensor.type}[${tensor.dims.join(', ')}]`;
  return new CodedError(
    'ENCODER_OUTPUT_MISMATCH',
    `The model gives ${real} as "${output.name}", but the manifest says ${expected}.`,
    { field: 'output', value: real, expected },
  );
}
