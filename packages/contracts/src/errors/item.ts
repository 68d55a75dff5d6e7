import type { ErrorRow } from './row.js';

/** Reasons for which one item of a pool is put into quarantine. */
export const ITEM_ERRORS = {
  ITEM_EMPTY: {
    status: 422,
    retryable: false,
    title: 'An item has no content',
    remedy: 'Remove the item, or write it again.',
  },
  ITEM_TOO_LARGE: {
    status: 422,
    retryable: false,
    title: 'An item is too large',
    remedy: 'Make the item smaller; an image may have 134 megapixels.',
  },
  ITEM_UNSUPPORTED: {
    status: 422,
    retryable: false,
    title: 'An item is of a type that is not read',
    remedy: 'Use JPEG, PNG, WebP, GIF, TIFF or AVIF images, and texts in UTF-8.',
  },
  ITEM_CORRUPT: {
    status: 422,
    retryable: false,
    title: 'An item is broken or cut off',
    remedy: 'Copy the item again from where it came.',
  },
  ITEM_NOT_UTF8: {
    status: 422,
    retryable: false,
    title: 'A text is not in UTF-8',
    remedy: 'Convert it, as with "iconv -t utf-8".',
  },
  ITEM_NOT_FINITE: {
    status: 422,
    retryable: false,
    title: 'The encoder gives no finite numbers for an item',
    remedy: 'Look at the item; if it is sound, use another encoder.',
  },
  ITEM_DUPLICATE: {
    status: 422,
    retryable: false,
    title: 'An item has the same content as another one',
    remedy: 'Nothing must be done: the first of them stands for all.',
  },
} as const satisfies Record<string, ErrorRow>;
