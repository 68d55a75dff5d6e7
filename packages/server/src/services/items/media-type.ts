/** Formats that browsers show, by the bytes that they begin with. `?` stands for any byte. */
const SIGNATURES: readonly (readonly [type: string, start: string])[] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/gif', 'GIF8'],
  ['image/webp', 'RIFF????WEBP'],
  ['image/avif', '????ftypavi'],
  ['image/tiff', 'II*\0'],
  ['image/tiff', 'MM\0*'],
  ['image/bmp', 'BM'],
];

/**
 * The type of an image, told from its bytes and not from its name. What is none of the formats that
 * we know is plain bytes: no browser may guess that it is a page.
 */
export function imageTypeOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const found = SIGNATURES.find(([, signature]) =>
    [...signature].every((letter, i) => letter === '?' || letter === start[i]),
  );
  return found?.[0] ?? 'application/octet-stream';
}
