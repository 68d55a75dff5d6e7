import type { Kernels } from './kernels.js';
import { sliceRows, type Matrix } from './matrix.js';

/** The means of long numeric work. */
export interface Means {
  readonly kernels: Kernels;
  readonly signal?: AbortSignal | undefined;
}

/** Floats of one block of distances. */
const BLOCK_FLOATS = 4_194_304;

/** Squared norm of each row, in float64. */
export function squaredNorms({ rows, cols, data }: Matrix): Float64Array {
  const norms = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (const end = at + cols; at < end; at++) {
      const value = data[at]!;
      sum += value * value;
    }
    norms[i] = sum;
  }
  return norms;
}

/** Rows scaled to norm 1; zero rows stay zero. A new matrix. */
export function unitRows(source: Matrix): Matrix {
  const { rows, cols, data } = source;
  const out = new Float32Array(data.length);
  const norms = squaredNorms(source);
  for (let i = 0; i < rows; i++) {
    const inverse = norms[i]! > 0 ? 1 / Math.sqrt(norms[i]!) : 0;
    for (let k = i * cols; k < (i + 1) * cols; k++) out[k] = data[k]! * inverse;
  }
  return { rows, cols, data: out };
}

/** Mean of the rows, d numbers. */
export function meanRow({ rows, cols, data }: Matrix): Float64Array {
  const mean = new Float64Array(cols);
  let i = 0;
  // Four rows at a time: half of the time.
  for (; i + 4 <= rows; i += 4) {
    const first = i * cols;
    const [second, third, fourth] = [first + cols, first + 2 * cols, first + 3 * cols];
    for (let k = 0; k < cols; k++) {
      mean[k]! += data[first + k]! + data[second + k]! + (data[third + k]! + data[fourth + k]!);
    }
  }
  for (; i < rows; i++) for (let k = 0; k < cols; k++) mean[k]! += data[i * cols + k]!;
  return mean.map((sum) => sum / Math.max(1, rows));
}

/**
 * Rows less a common vector. A new matrix. Distances stay the same, but those from products lose
 * less to cancellation when the vector is near the rows.
 */
export function shiftedRows({ rows, cols, data }: Matrix, origin: Float64Array): Matrix {
  const out = new Float32Array(data.length);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let k = 0; k < cols; k++, at++) out[at] = data[at]! - origin[k]!;
  }
  return { rows, cols, data: out };
}

/** Mean squared norm of the rows beside that around their mean from which shifting them pays. */
const FAR_FROM_ORIGIN = 100;

/** Rows near the origin. */
export interface NearOrigin {
  readonly rows: Matrix;
  /** Their squared norms. */
  readonly norms: Float64Array;
  /** Mean of the rows before they were shifted. */
  readonly mean: Float64Array;
  readonly shifted: boolean;
}

/**
 * The rows around their mean where that makes distances from products more exact, else the rows as
 * they are: embeddings mostly lie around the origin, and a large pool is not copied for nothing.
 */
export function nearOrigin(rows: Matrix): NearOrigin {
  const mean = meanRow(rows);
  const norms = squaredNorms(rows);
  const offset = mean.reduce((sum, value) => sum + value * value, 0);
  const squares = norms.reduce((sum, value) => sum + value, 0);
  const spread = squares / Math.max(1, rows.rows) - offset;
  if (offset <= FAR_FROM_ORIGIN * spread) return { rows, norms, mean, shifted: false };
  const around = shiftedRows(rows, mean);
  return { rows: around, norms: squaredNorms(around), mean, shifted: true };
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
  means: Means,
): AsyncGenerator<DistanceBlock> {
  const rightNorms = squaredNorms(right);
  for await (const { start, block, products } of productBlocks(left, right, means)) {
    const norms = squaredNorms(block);
    for (let i = 0, at = 0; i < block.rows; i++) {
      for (let j = 0; j < right.rows; j++, at++) {
        const squared = norms[i]! + rightNorms[j]! - 2 * products[at]!;
        // A comparison: Math.max takes several times as long.
        products[at] = squared > 0 ? squared : 0;
      }
    }
    yield { start, rows: block.rows, squared: products };
  }
}

/**
 * For each row of `left` the nearest row of `right` (the first of equals) and its distance².
 * `leftNorms` are the squared norms of `left`, when they are known already.
 */
export async function nearestRows(
  left: Matrix,
  right: Matrix,
  { kernels, signal, leftNorms }: Means & { leftNorms?: Float64Array },
): Promise<{ index: Int32Array; squared: Float32Array }> {
  if (right.rows === 0) {
    const index = new Int32Array(left.rows).fill(-1);
    return { index, squared: new Float32Array(left.rows).fill(Infinity) };
  }
  const queryNorms = leftNorms && { queryNorms: leftNorms };
  return kernels.nearest({ queries: left, points: right, count: 1, signal, ...queryNorms });
}

async function* productBlocks(
  left: Matrix,
  right: Matrix,
  { kernels, signal }: Means,
): AsyncGenerator<{ start: number; block: Matrix; products: Float32Array }> {
  const blockRows = Math.max(1, Math.floor(BLOCK_FLOATS / Math.max(1, right.rows)));
  for (let start = 0; start < left.rows; start += blockRows) {
    const block = sliceRows(left, start, Math.min(left.rows, start + blockRows));
    const { data } = await kernels.multiply(block, right, { transposeB: true, signal });
    yield { start, block, products: data };
  }
}
