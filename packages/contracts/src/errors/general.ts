import type { ErrorRow } from './row.js';

/** Errors of no area in particular. */
export const GENERAL_ERRORS = {
  CANCELLED: {
    status: 499,
    retryable: true,
    title: 'The work was cancelled',
    remedy: 'Start it again; it resumes from what was kept.',
  },
  INTERNAL_ERROR: {
    status: 500,
    retryable: false,
    title: 'Something broke inside ALaaS',
    remedy: 'Report it with the log and the command that you ran.',
  },
  INPUT_SHAPE: {
    status: 422,
    retryable: false,
    title: 'An array has the wrong shape',
    remedy: 'Give arrays whose rows and columns fit each other.',
  },
} as const satisfies Record<string, ErrorRow>;
