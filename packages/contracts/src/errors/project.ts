import type { ErrorRow } from './row.js';

/** Errors of a project's data folder. */
export const PROJECT_ERRORS = {
  PROJECT_LOCKED: {
    status: 409,
    retryable: true,
    title: 'The project is in use by another process',
    remedy: 'Wait until the other run ends, stop it, or set ALAAS_HOME to another folder.',
  },
} as const satisfies Record<string, ErrorRow>;
