const BLOCK = 512;

/**
 * A file of a tar archive (POSIX ustar): header, content, padding.
 *
 * @param name at most 100 bytes of ASCII.
 */
export function* tarEntry(name: string, content: Uint8Array): Generator<Uint8Array> {
  yield header(name, content.length);
  yield content;
  const rest = content.length % BLOCK;
  if (rest > 0) yield new Uint8Array(BLOCK - rest);
}

/** What ends a tar archive. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * BLOCK);
}

function header(name: string, bytes: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  block.write(name, 0, 100, 'ascii');
  block.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100, 'ascii');
  block.write(`${octal(bytes, 11)}\0${octal(0, 11)}\0`, 124, 'ascii');
  block.write('0', 156, 'ascii');
  block.write('ustar\0' + '00', 257, 'ascii');
  block.write(`${octal(tarSum(block), 6)}\0 `, 148, 'ascii');
  return block;
}

/** The checksum of a header: taken with spaces in its place. */
export function tarSum(header: Uint8Array): number {
  const spaces = 8 * 32;
  return header.reduce((sum, byte, i) => (i >= 148 && i < 156 ? sum : sum + byte), spaces);
}
