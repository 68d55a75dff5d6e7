import { CodedError } from '@alaas/core';

/** What the header of a `.npy` file says of its data. */
export interface NpyHeader {
  readonly type: 'f2' | 'f4' | 'f8' | 'i1' | 'i2' | 'i4' | 'i8' | 'u1' | 'u2' | 'u4' | 'u8' | 'b1';
  readonly itemBytes: number;
  /** Big-endian data. */
  readonly swapped: boolean;
  readonly order: 'C' | 'Fortran';
  readonly shape: readonly number[];
  /** Byte at which the data begin. */
  readonly dataStart: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const TYPES = new Set(['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'b1']);

/**
 * Parses the header of a `.npy` file, format versions 1 to 3 (NumPy enhancement proposal 1).
 *
 * @param bytes the beginning of the file, header included.
 * @throws CodedError `ARRAY_INVALID` for anything but an array of numbers.
 */
export function parseHeader(path: string, bytes: Uint8Array): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw invalid(path, 'is not a .npy file', 'Write it with numpy.save.');
  }
  const wide = bytes[6]! >= 2;
  const headerStart = wide ? 12 : 10;
  const headerBytes = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const dataStart = headerStart + headerBytes;
  if (dataStart > bytes.length)
    throw invalid(path, 'has a header that is cut off', 'Write it again.');
  const text = new TextDecoder().decode(bytes.subarray(headerStart, dataStart));
  const descr = /'descr':\s*'([<>|=])([a-zA-Z]\d*)/.exec(text);
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const type = descr?.[2];
  if (!type || !TYPES.has(type)) {
    const named = /'descr':\s*([^,]+),/.exec(text)?.[1] ?? 'an unknown type';
    throw invalid(path, `holds ${named}, not plain numbers`, 'Save it as float32 or int32.');
  }
  if (!shape || !order)
    throw invalid(path, 'has an unreadable header', 'Write it with numpy.save.');
  return {
    type: type as NpyHeader['type'],
    itemBytes: Number(type.slice(1)),
    swapped: descr[1] === '>',
    order: order[1] === 'True' ? 'Fortran' : 'C',
    shape: (shape[1]!.match(/\d+/g) ?? []).map(Number),
    dataStart,
  };
}

function invalid(path: string, what: string, remedy: string): CodedError {
  return new CodedError('ARRAY_INVALID', `${path} ${what}.`, { field: path, value: path, remedy });
}
