import { CodedError } from '../errors.js';

/** A dense row-major matrix; row i is `data.subarray(i * cols, (i + 1) * cols)`. */
export interface Matrix<T extends Float32Array | Float64Array = Float32Array> {
  readonly rows: number;
  readonly cols: number;
  readonly data: T;
}

/**
 * Wraps a typed array as a `rows × cols` matrix without copying.
 *
 * @throws CodedError `INPUT_SHAPE` when the array has another length.
 */
export function matrix<T extends Float32Array | Float64Array>(
  rows: number,
  cols: number,
  data: T,
): Matrix<T> {
  if (data.length !== rows * cols) {
    throw new CodedError(
      'INPUT_SHAPE',
      `A ${rows} × ${cols} matrix needs ${rows * cols} numbers.`,
      {
        field: 'data',
        value: data.length,
      },
    );
  }
  return { rows, cols, data };
}

/** Row `index` as a view on the matrix, not a copy. */
export function row<T extends Float32Array | Float64Array>(source: Matrix<T>, index: number): T {
  return source.data.subarray(index * source.cols, (index + 1) * source.cols) as T;
}

/** Copies the given rows, in that order. Cost O(n·d) for n indices. */
export function takeRows<T extends Float32Array | Float64Array>(
  source: Matrix<T>,
  indices: ArrayLike<number>,
): Matrix<T> {
  const { cols, data } = source;
  const Store = data.constructor as new (length: number) => T;
  const out = new Store(indices.length * cols);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * cols;
    out.set(data.subarray(start, start + cols), i * cols);
  }
  return { rows: indices.length, cols, data: out };
}

/** A view of rows `start` (inclusive) to `end` (exclusive), not a copy. */
export function sliceRows<T extends Float32Array | Float64Array>(
  source: Matrix<T>,
  start: number,
  end: number,
): Matrix<T> {
  const data = source.data.subarray(start * source.cols, end * source.cols) as T;
  return { rows: end - start, cols: source.cols, data };
}

/** The rows of both, `upper` first. A new matrix of the columns of `upper`. */
export function stackRows(upper: Matrix, lower: Matrix): Matrix {
  const data = new Float32Array(upper.data.length + lower.data.length);
  data.set(upper.data);
  data.set(lower.data, upper.data.length);
  return { rows: upper.rows + lower.rows, cols: upper.cols, data };
}
