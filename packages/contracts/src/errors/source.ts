import type { ErrorRow } from './row.js';

/** Errors of where items come from. */
export const SOURCE_ERRORS = {
  SOURCE_NOT_FOUND: {
    status: 422,
    retryable: false,
    title: 'The source of the items is not there',
    remedy: 'Check the path; relative paths start from the folder of the configuration.',
  },
  SOURCE_EMPTY: {
    status: 422,
    retryable: false,
    title: 'The source has no items',
    remedy: 'Put items there, or name another source; hidden files do not count.',
  },
  SOURCE_INVALID: {
    status: 422,
    retryable: false,
    title: 'The source is not what its kind says',
    remedy: 'Correct the line that is named, or name the kind of source and its columns.',
  },
} as const satisfies Record<string, ErrorRow>;
