import { AlaasError, type WireRows } from '@alaas/contracts';
import { matrix, type Matrix } from '@alaas/core';

/**
 * Rows of a request as a matrix.
 *
 * @throws AlaasError `SELECTION_INPUT_INVALID` naming `field` when rows differ in length.
 */
export function toMatrix(rows: WireRows, field: string): Matrix {
  return Array.isArray(rows) ? fromArrays(rows, field) : fromBase64(rows, field);
}

/** The same in double precision, for probabilities. */
export function toDoubles({ rows, cols, data }: Matrix): Matrix<Float64Array> {
  return matrix(rows, cols, Float64Array.from(data));
}

function fromArrays(rows: readonly (readonly number[])[], field: string): Matrix {
  const cols = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * cols);
  rows.forEach((values, i) => {
    if (values.length !== cols) {
      const message = `Row ${i} of ${field} has ${values.length} numbers, the first has ${cols}.`;
      throw invalid(message, `${field}.${i}`, values.length);
    }
    data.set(values, i * cols);
  });
  return matrix(rows.length, cols, data);
}

function fromBase64(dense: { columns: number; float32: string }, field: string): Matrix {
  const bytes = Buffer.from(dense.float32, 'base64');
  const rows = bytes.length / 4 / dense.columns;
  if (!Number.isInteger(rows) || rows === 0) {
    const message = `${field} has ${bytes.length} bytes, which are no rows of ${dense.columns} float32.`;
    throw invalid(message, `${field}.float32`, bytes.length);
  }
  const data = new Float32Array(bytes.length / 4);
  for (let i = 0; i < data.length; i++) data[i] = bytes.readFloatLE(4 * i);
  return matrix(rows, dense.columns, data);
}

function invalid(message: string, field: string, value: unknown): AlaasError {
  return new AlaasError('SELECTION_INPUT_INVALID', message, { field, value });
}
