import type { ErrorRow } from './row.js';

/** Errors of webhooks. */
export const WEBHOOK_ERRORS = {
  WEBHOOK_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'The project has no such webhook, or it had no such delivery',
    remedy: 'Use an id that the list of the project gives.',
  },
} as const satisfies Record<string, ErrorRow>;
