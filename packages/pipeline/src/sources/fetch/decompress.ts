import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { CodedError } from '@alaas/core';

const DECODERS = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
} as const;

/**
 * The content of a body, decompressed where the server compressed it without being asked (as object
 * stores do with what was stored so).
 *
 * @param encoding the header `content-encoding`.
 * @throws CodedError `ITEM_UNSUPPORTED` for an encoding that is not known, `ITEM_TOO_LARGE` when there
 *   are more than `maxBytes`, `ITEM_CORRUPT` when it cannot be decompressed.
 */
export async function decompress(
  body: Uint8Array,
  { encoding, maxBytes }: { readonly encoding: string | undefined; readonly maxBytes: number },
): Promise<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return body;
  if (!Object.hasOwn(DECODERS, name)) {
    throw new CodedError('ITEM_UNSUPPORTED', `The content is compressed by "${name}".`, {
      field: 'content-encoding',
      value: name,
    });
  }
  try {
    return await DECODERS[name as keyof typeof DECODERS](body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new CodedError('ITEM_TOO_LARGE', `It has more than ${maxBytes} bytes.`, {
        field: 'item',
        cause,
      });
    }
    const message = `The content cannot be decompressed (${name}).`;
    throw new CodedError('ITEM_CORRUPT', message, { cause });
  }
}
