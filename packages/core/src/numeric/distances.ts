import type { Kernels } from './kernels.js';
import { sliceRows, type Matrix } from './matrix.js';

/** Rows whose distances to all others are held at once. */
const BLOCK_FLOATS = 4_194_304;

/** Squared norm of each row, in float64. */
export function squaredNorms({ rows, cols, data }: Matrix): Float64Array {
  const norms = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) sum += data[k]! * data[k]!;
    norms[i] = sum;
  }
  return norms;
}

/** Rows scaled to norm 1; zero rows stay zero. A new matrix. */
export function unitRows({ rows, cols, data }: Matrix): Matrix {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) squares += data[k]! * data[k]!;
    const inverse = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) out[k] = data[k]! * inverse;
  }
  return { rows, cols, data: out };
}

/** Exact squared distance of two rows in float64. */
export function squaredDistance(a: Matrix, i: number, { b, j }: { b: Matrix; j: number }): number {
  let sum = 0;
  for (let k = 0; k < a.cols; k++) {
    const difference = a.data[i * a.cols + k]! - b.data[j * b.cols + k]!;
    sum += difference * difference;
  }
  return sum;
}

/** One block of squared distances: row r of the block is row `start + r` of the left matrix. */
export interface DistanceBlock {
  readonly start: number;
  readonly rows: number;
  /** rows × (rows of the right matrix), never below 0. */
  readonly squared: Float32Array;
}

/**
 * All squared distances between the rows of two matrices, block by block through products:
 * ‖a‖² + ‖b‖² − 2·a·b. Memory stays one block of 16 MiB (or one row).
 */
export async function* distanceBlocks(
  left: Matrix,
  right: Matrix,
  { kernels, signal }: { kernels: Kernels; signal?: AbortSignal | undefined },
): AsyncGenerator<DistanceBlock> {
  const rightNorms = squaredNorms(right);
  const blockRows = Math.max(1, Math.floor(BLOCK_FLOATS / Math.max(1, right.rows)));
  for (let start = 0; start < left.rows; start += blockRows) {
    const block = sliceRows(left, start, Math.min(left.rows, start + blockRows));
    const norms = squaredNorms(block);
    const products = await kernels.multiply(block, right, { transposeB: true, signal });
    const squared = products.data;
    for (let i = 0, at = 0; i < block.rows; i++) {
      for (let j = 0; j < right.rows; j++, at++) {
        squared[at] = Math.max(0, norms[i]! + rightNorms[j]! - 2 * squared[at]!);
      }
    }
    yield { start, rows: block.rows, squared };
  }
}

/** For each row of `left` the nearest row of `right` and the squared distance to it. */
export async function nearestRows(
  left: Matrix,
  right: Matrix,
  means: { kernels: Kernels; signal?: AbortSignal | undefined },
): Promise<{ index: Int32Array; squared: Float64Array }> {
  const index = new Int32Array(left.rows).fill(-1);
  const squared = new Float64Array(left.rows).fill(Infinity);
  if (right.rows === 0) return { index, squared };
  for await (const block of distanceBlocks(left, right, means)) {
    for (let r = 0, at = 0; r < block.rows; r++) {
      const i = block.start + r;
      for (let j = 0; j < right.rows; j++, at++) {
        if (block.squared[at]! < squared[i]!) {
          squared[i] = block.squared[at]!;
          index[i] = j;
        }
      }
    }
  }
  return { index, squared };
}
