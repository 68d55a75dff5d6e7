import type { ErrorRow } from './row.js';

/** Errors of long work on live projects. */
export const JOB_ERRORS = {
  JOB_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such job',
    remedy: 'Use an id that an answer gave; jobs are kept for a week after their end.',
  },
  JOB_FILE_MISSING: {
    status: 409,
    retryable: false,
    title: 'The job has no file',
    remedy: 'Look at its status: the file is there once it has finished.',
  },
} as const satisfies Record<string, ErrorRow>;
