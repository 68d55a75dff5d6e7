import { sliceRows, throwIfCancelled, type Matrix, type ProductShape } from '@alaas/core';
import type { InferenceSession } from 'onnxruntime-node';

import { rowsPerRun, tensor } from './blocks.js';

/** A product to be computed. */
export interface Product {
  readonly a: Matrix;
  readonly b: Matrix;
  readonly shape: ProductShape;
  readonly signal: AbortSignal | undefined;
}

/** Rows of a run: what it reads and writes stays in a cache. */
const MOST_ROWS = 1024;

/** a · b or a · bᵀ, a block of rows of a at a time, each written into its place. */
export async function rowsOfProduct(session: InferenceSession, product: Product): Promise<Matrix> {
  const { a, b, shape, signal } = product;
  const { rows, inner, cols } = shape;
  const out = { rows, cols, data: new Float32Array(rows * cols) };
  if (out.data.length === 0 || inner === 0) return out;
  const right = tensor(b);
  const blockRows = Math.min(MOST_ROWS, rowsPerRun(2 * inner * cols, cols));
  for (let start = 0; start < rows; start += blockRows) {
    throwIfCancelled(signal);
    const end = Math.min(rows, start + blockRows);
    const left = tensor(sliceRows(a, start, end));
    await session.run({ left, right }, { product: tensor(sliceRows(out, start, end)) });
  }
  return out;
}

/** aᵀ · b as a sum over blocks of rows of both. */
export async function sumOfProducts(session: InferenceSession, product: Product): Promise<Matrix> {
  const { a, b, shape, signal } = product;
  const { rows, inner, cols } = shape;
  const out = new Float32Array(rows * cols);
  if (out.length === 0) return { rows, cols, data: out };
  const blockRows = rowsPerRun(2 * rows * cols, rows + cols);
  for (let start = 0; start < inner; start += blockRows) {
    throwIfCancelled(signal);
    const end = Math.min(inner, start + blockRows);
    const { product: part } = await session.run({
      left: tensor(sliceRows(a, start, end)),
      right: tensor(sliceRows(b, start, end)),
    });
    const values = part!.data as Float32Array;
    if (blockRows >= inner) return { rows, cols, data: values };
    for (let at = 0; at < out.length; at++) out[at]! += values[at]!;
  }
  return { rows, cols, data: out };
}

/** A new matrix. */
export function transpose({ rows, cols, data }: Matrix): Matrix {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j]!;
  }
  return { rows: cols, cols: rows, data: out };
}
