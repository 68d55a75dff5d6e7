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
    remedy: 'Make the item smaller: at most 134 megapixels and 128 MiB.',
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
  ITEM_NOT_FOUND: {
    status: 422,
    retryable: false,
    title: 'An item is not there',
    remedy: 'Check the path or URL; relative paths start from the source.',
  },
  ITEM_NOT_READABLE: {
    status: 422,
    retryable: false,
    title: 'A file of the pool cannot be read',
    remedy: 'Check the rights of the file, and that it is a file.',
  },
  ITEM_OUTSIDE_ROOT: {
    status: 422,
    retryable: false,
    title: 'A file lies outside of where it may be read',
    remedy: 'Copy the file into the folder of the source instead of linking to it.',
  },
  ITEM_REPEATED: {
    status: 422,
    retryable: false,
    title: 'An item is listed twice',
    remedy: 'Nothing must be done: the first of them is used. Give other items an id of their own.',
  },
  ITEM_ROW_INVALID: {
    status: 422,
    retryable: false,
    title: 'A row of a manifest names no item',
    remedy: 'Fill in the columns of the row, or remove it.',
  },
  ITEM_URL_INVALID: {
    status: 422,
    retryable: false,
    title: 'An address is no http(s) URL',
    remedy: 'Write it with http:// or https://.',
  },
  ITEM_ADDRESS_REFUSED: {
    status: 422,
    retryable: false,
    title: 'A URL leads to a private address',
    remedy:
      'If that is meant, allow it: --allow-private-sources, or "allowPrivateSources: true" in the data source.',
  },
  ITEM_REDIRECTS: {
    status: 422,
    retryable: false,
    title: 'The redirects of a URL lead nowhere',
    remedy: 'Use the URL that the item really has.',
  },
  ITEM_HTTP_STATUS: {
    status: 422,
    retryable: false,
    title: 'A server did not hand an item out',
    remedy: 'Look at the status: 401 and 403 need another URL, 429 and 5xx another time.',
  },
  ITEM_UNREACHABLE: {
    status: 422,
    retryable: false,
    title: 'The server of an item cannot be reached',
    remedy: 'Check the host name and the network, then run again: what was read is kept.',
  },
  ITEM_TIMEOUT: {
    status: 422,
    retryable: false,
    title: 'An item did not come in time',
    remedy: 'Run again when the server is faster: what was read is kept.',
  },
} as const satisfies Record<string, ErrorRow>;
