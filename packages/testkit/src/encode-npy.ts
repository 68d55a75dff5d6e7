/** An array to be written as a `.npy` file. */
export interface NpyContent {
  /** Type of numpy with byte order, as `<f4` or `>i2`; `bytes` must fit it. */
  readonly descr: string;
  readonly shape: readonly number[];
  readonly bytes: ArrayBufferView;
  /** Column-major data. Default false. */
  readonly fortran?: boolean;
}

/** The bytes of a `.npy` file, format version 1.0. */
export function encodeNpy({ descr, shape, bytes, fortran = false }: NpyContent): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const order = fortran ? 'True' : 'False';
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  // Data begin at a multiple of 64 bytes; the header ends with a newline.
  const headerBytes = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = `${text.padEnd(headerBytes - 1)}\n`;
  return Buffer.concat([
    Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, headerBytes & 255, headerBytes >> 8]),
    Buffer.from(header, 'latin1'),
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  ]);
}
