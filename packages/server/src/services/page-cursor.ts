import { AlaasError } from '@alaas/contracts';

/** The place in a list after which the next page begins, as clients give it back. */
export function encodeCursor(sequence: string): string {
  return Buffer.from(sequence).toString('base64url');
}

/** @throws AlaasError `HTTP_REQUEST_INVALID` for a text that no page came with. */
export function decodeCursor(cursor: string): string {
  const sequence = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{1,18}$/.test(sequence)) return sequence;
  throw new AlaasError('HTTP_REQUEST_INVALID', `The cursor ${cursor} is not one of ours.`, {
    field: 'cursor',
    value: cursor,
  });
}
