import type { ErrorRow } from './row.js';

/** Errors of projects that come as an archive. */
export const ARCHIVE_ERRORS = {
  ARCHIVE_INVALID: {
    status: 422,
    retryable: false,
    title: 'The file is no archive of a project, or it is damaged',
    remedy: 'Export the project again, and compare the size of the file after it was copied.',
  },
  ARCHIVE_NEWER: {
    status: 422,
    retryable: false,
    title: 'The archive was written by a newer ALaaS',
    remedy: 'Bring this installation up to date, then import the archive again.',
  },
} as const satisfies Record<string, ErrorRow>;
