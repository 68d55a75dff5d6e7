import type { ErrorRow } from './row.js';

/** Errors of embedding a pool and of the cache of embeddings. */
export const POOL_ERRORS = {
  QUARANTINE_EXCEEDED: {
    status: 422,
    retryable: false,
    title: 'Too many items of the pool cannot be used',
    remedy: 'Look at the reasons. If the rest suffices, raise "maxQuarantinedShare".',
  },
  CACHE_WRITE_FAILED: {
    status: 507,
    retryable: true,
    title: 'The cache of embeddings cannot be written',
    remedy:
      'Free some space or set ALAAS_HOME to another folder, then run again: what was stored is kept.',
  },
} as const satisfies Record<string, ErrorRow>;
