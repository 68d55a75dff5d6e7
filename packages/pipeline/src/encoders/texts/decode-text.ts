import { CodedError } from '@alaas/core';

/**
 * Bytes → text.
 *
 * @throws CodedError `ITEM_NOT_UTF8`, or `ITEM_EMPTY` when there is nothing but white space.
 */
export function decodeText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CodedError('ITEM_NOT_UTF8', 'The text is not in UTF-8.', { field: 'item', cause });
  }
  if (text.trim() === '') {
    throw new CodedError('ITEM_EMPTY', 'The text has no content.', {
      field: 'item',
      value: text.slice(0, 20),
    });
  }
  return text;
}
