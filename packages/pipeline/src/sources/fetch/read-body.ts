import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { CodedError } from '@alaas/core';

const DECODERS = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
} as const;

/**
 * The bytes of a body, decompressed where the server compressed it without being asked (as object
 * stores do with what was stored so).
 *
 * @throws CodedError `ITEM_TOO_LARGE` as soon as there are more than `maxBytes`, `ITEM_CORRUPT` when
 *   it cannot be decompressed, and what the stream fails with.
 */
export async function readBody(
  body: Readable,
  options: {
    readonly encoding: string | undefined;
    /** Bytes that the server says it sends, before they are decompressed; 0 when it does not. */
    readonly length: number;
    readonly maxBytes: number;
  },
): Promise<Uint8Array> {
  const { encoding, length, maxBytes } = options;
  try {
    if (length > maxBytes) throw tooLarge(length, maxBytes);
    const name = encoding?.trim().toLowerCase() ?? '';
    if (name === '' || name === 'identity') return await collect(body, maxBytes);
    return await decompress(body, name, maxBytes);
  } catch (error) {
    // What was left unread would keep the connection busy.
    body.once('error', () => undefined).destroy();
    throw error;
  }
}

async function decompress(body: Readable, name: string, maxBytes: number): Promise<Uint8Array> {
  if (!Object.hasOwn(DECODERS, name)) {
    throw new CodedError('ITEM_UNSUPPORTED', `The content is compressed by "${name}".`, {
      field: 'content-encoding',
      value: name,
    });
  }
  const decoder = DECODERS[name as keyof typeof DECODERS]();
  let bodyFailure: Error | undefined;
  body.once('error', (error) => {
    bodyFailure = error;
    decoder.destroy();
  });
  try {
    return await collect(body.pipe(decoder), maxBytes);
  } catch (cause) {
    if (bodyFailure) throw bodyFailure;
    if (cause instanceof CodedError) throw cause;
    const message = `The content cannot be decompressed (${name}).`;
    throw new CodedError('ITEM_CORRUPT', message, { cause });
  }
}

async function collect(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    length += piece.length;
    if (length > maxBytes) throw tooLarge(length, maxBytes);
    pieces.push(piece);
  }
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length);
}

function tooLarge(length: number, maxBytes: number): CodedError {
  return new CodedError('ITEM_TOO_LARGE', `It has more than ${maxBytes} bytes.`, {
    field: 'item',
    value: length,
  });
}
