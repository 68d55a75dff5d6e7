import { open, type FileHandle } from 'node:fs/promises';

import { CodedError, throwIfCancelled, type Matrix } from '@alaas/core';

import { parseHeader, type NpyHeader } from './npy-header.js';

/** Bytes read at a time: below the 2 GiB that one read can deliver. */
const READ_BYTES = 2 ** 28;
/** Bytes in which every header lies that numpy writes for arrays of numbers. */
const LARGEST_HEADER = 65_536 + 12;

/** How a file is read. */
interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a two-dimensional `.npy` file of numbers as a matrix. f2/f4/f8, i1–i8, u1–u8 and bool, both
 * byte orders, C and Fortran order, format versions 1 to 3. Little-endian C-order data of the wanted
 * precision is read without a second copy.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `ARRAY_INVALID`, `INPUT_SHAPE`, `CANCELLED`, or
 *   `INPUT_NOT_FINITE` with row and column.
 */
export async function readMatrixNpy(
  path: string,
  options: ReadOptions & { precision: 'float64' },
): Promise<Matrix<Float64Array>>;
export async function readMatrixNpy(
  path: string,
  options?: ReadOptions & { precision?: 'float32' },
): Promise<Matrix>;
export async function readMatrixNpy(
  path: string,
  { precision = 'float32', signal }: ReadOptions & { precision?: 'float32' | 'float64' } = {},
): Promise<Matrix | Matrix<Float64Array>> {
  const { header, bytes } = await withFile(path, (file) => readArray(path, { file, signal }));
  const { rows, cols } = sizeOfMatrix(path, header);
  const data = decodeNumbers(header, bytes, precision);
  checkFinite(path, cols, data);
  return { rows, cols, data } as Matrix | Matrix<Float64Array>;
}

/**
 * The size of a two-dimensional `.npy` file, from its header alone.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `ARRAY_INVALID`, `INPUT_SHAPE`.
 */
export async function readMatrixSizeNpy(path: string): Promise<{ rows: number; cols: number }> {
  const { header } = await withFile(path, (file) => readHeader(path, file));
  return sizeOfMatrix(path, header);
}

/**
 * Reads a one-dimensional `.npy` file of class labels: whole numbers from 0 that fit 32 bits.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `ARRAY_INVALID`, `INPUT_SHAPE` or `LABELS_INVALID`.
 */
export async function readLabelsNpy(path: string): Promise<Int32Array> {
  const { header, bytes } = await withFile(path, (file) => readArray(path, { file }));
  const flat = header.shape.length === 1 || (header.shape.length === 2 && header.shape[1] === 1);
  if (!flat) throw shapeError(path, header, 'one dimension (a class per item)');
  const numbers = decodeNumbers(header, bytes, 'float64');
  const bad = numbers.findIndex(
    (label) => !Number.isInteger(label) || label < 0 || label > 2 ** 31 - 1,
  );
  if (bad >= 0) {
    throw new CodedError('LABELS_INVALID', `${path} has the label ${numbers[bad]} in row ${bad}.`, {
      field: path,
      value: numbers[bad],
      row: bad,
      remedy: 'Labels are whole numbers from 0.',
    });
  }
  return Int32Array.from(numbers);
}

function checkFinite(path: string, cols: number, data: Float32Array | Float64Array): void {
  for (let at = 0; at < data.length; at++) {
    if (Number.isFinite(data[at])) continue;
    const [row, column] = [Math.floor(at / cols), at % cols];
    throw new CodedError(
      'INPUT_NOT_FINITE',
      `${path} has ${data[at]} in row ${row}, column ${column} (counted from 0).`,
      { field: path, value: String(data[at]), row, column },
    );
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

async function withFile<T>(path: string, read: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    const file = await open(path, 'r');
    try {
      return await read(file);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('FILE_NOT_READABLE', `${path} cannot be read: ${reason}.`, {
      field: path,
      value: path,
      cause,
    });
  }
}

async function readArray(
  path: string,
  { file, signal }: ReadOptions & { file: FileHandle },
): Promise<{ header: NpyHeader; bytes: Bytes }> {
  const { header, length } = await readHeader(path, file);
  return { header, bytes: await readFully(file, { from: header.dataStart, length, signal }) };
}

async function readHeader(
  path: string,
  file: FileHandle,
): Promise<{ header: NpyHeader; length: number }> {
  const { size } = await file.stat();
  const start = await readFully(file, { from: 0, length: Math.min(size, LARGEST_HEADER) });
  const header = parseHeader(path, start);
  const length = header.itemBytes * countOf(header);
  if (size - header.dataStart < length) {
    throw new CodedError('ARRAY_INVALID', `${path} ends before its ${length} bytes of data.`, {
      field: path,
      value: size - header.dataStart,
      remedy: 'The file was cut off; write it again.',
    });
  }
  return { header, length };
}

async function readFully(
  file: FileHandle,
  { from, length, signal }: ReadOptions & { from: number; length: number },
): Promise<Bytes> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    throwIfCancelled(signal);
    const wanted = Math.min(READ_BYTES, length - at);
    const { bytesRead } = await file.read(bytes, at, wanted, from + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes;
}

/**
 * Numbers in row-major order whatever the order of the file; a view on the bytes where they are
 * already what is wanted.
 */
function decodeNumbers(
  header: NpyHeader,
  bytes: Bytes,
  precision: keyof typeof STORES,
): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  const Store = STORES[precision];
  const Native = NATIVE[header.type];
  const count = countOf(header);
  if (Native && header.order === 'C' && !header.swapped && LITTLE_ENDIAN) {
    const numbers = new Native(bytes.buffer, bytes.byteOffset, count);
    return numbers instanceof Store ? numbers : new Store(numbers);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Store(count);
  const read = READERS[header.type];
  const [rows = 1, cols = 1] = header.shape;
  const [rowStep, columnStep] = header.order === 'C' ? [cols, 1] : [1, rows];
  for (let i = 0, to = 0; i < rows; i++) {
    for (let k = 0; k < cols; k++, to++) {
      const from = (i * rowStep + k * columnStep) * header.itemBytes;
      out[to] = read(view, from, !header.swapped);
    }
  }
  return out;
}

function countOf({ shape }: NpyHeader): number {
  return shape.reduce((product, n) => product * n, 1);
}

const STORES = { float32: Float32Array, float64: Float64Array } as const;

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Arrays that read a type as it lies in the file. */
const NATIVE = {
  f2: undefined,
  f4: Float32Array,
  f8: Float64Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: undefined,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: undefined,
  b1: Uint8Array,
} as const;

type ReadNumber = (view: DataView, at: number, little: boolean) => number;

const READERS: Readonly<Record<NpyHeader['type'], ReadNumber>> = {
  f2: (view, at, little) => halfToNumber(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => view.getUint8(at),
};

/** IEEE 754 binary16. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function sizeOfMatrix(path: string, header: NpyHeader): { rows: number; cols: number } {
  const [rows, cols, ...more] = header.shape;
  if (rows !== undefined && cols !== undefined && more.length === 0) return { rows, cols };
  throw shapeError(path, header, 'two dimensions (items × numbers)');
}

function shapeError(path: string, { shape }: NpyHeader, wanted: string): CodedError {
  return new CodedError('INPUT_SHAPE', `${path} has the shape (${shape.join(', ')}).`, {
    field: path,
    value: shape,
    remedy: `Give an array of ${wanted}.`,
  });
}
