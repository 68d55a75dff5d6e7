import type { ErrorRow } from './row.js';

/** Errors of the processes that carry projects on. */
export const WORKER_ERRORS = {
  WORKER_ENDED: {
    status: 500,
    retryable: true,
    title: 'The worker of live projects ended',
    remedy: 'It is started again by itself; look at what the log says before, and at free memory.',
  },
} as const satisfies Record<string, ErrorRow>;
