import type { Matrix } from '@alaas/core';
import { Tensor } from 'onnxruntime-node';

/** Floating-point operations per run: keeps one run, which blocks the thread, under 200 ms. */
export const FLOPS_PER_RUN = 8e9;
/** Bytes of the largest intermediate of one run. */
const BLOCK_BYTES = 64 * 2 ** 20;
const MAX_BLOCK_ROWS = 16_384;

/** Rows of the left factor of one run: bounded in time and in memory. */
export function rowsPerRun(flopsPerRow: number, floatsPerRow: number): number {
  const byTime = Math.floor(FLOPS_PER_RUN / flopsPerRow);
  const byMemory = Math.floor(BLOCK_BYTES / (4 * floatsPerRow));
  return Math.max(1, Math.min(MAX_BLOCK_ROWS, byTime, byMemory));
}

/** The values times a factor, in float32. */
export function scaled(values: Float32Array | Float64Array, factor: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i]! * factor;
  return out;
}

/** The matrix as a tensor on the same memory. */
export function tensor({ rows, cols, data }: Matrix): Tensor {
  return new Tensor('float32', data, [rows, cols]);
}
