import type { ErrorRow } from './row.js';

/** Errors of files that are sent to the server. */
export const UPLOAD_ERRORS = {
  UPLOAD_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such upload',
    remedy: 'Begin one with POST /api/v1/uploads, and use the id that it gives.',
  },
  UPLOAD_NAME_INVALID: {
    status: 422,
    retryable: false,
    title: 'A file cannot have this name',
    remedy: 'Use names of letters, digits and signs, with "/" between folders and no "..".',
  },
  UPLOAD_WRITE_FAILED: {
    status: 507,
    retryable: true,
    title: 'An uploaded file could not be written',
    remedy: 'Make room on the disk of the server, then send the file again.',
  },
} as const satisfies Record<string, ErrorRow>;
