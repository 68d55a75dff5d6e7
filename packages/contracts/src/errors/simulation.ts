import type { ErrorRow } from './row.js';

/** Errors of simulated learning curves. */
export const SIMULATION_ERRORS = {
  SIMULATION_OPTION_INVALID: {
    status: 422,
    retryable: false,
    title: 'An option of the simulation has a value that it does not admit',
    remedy: 'Choose start ≤ budget ≤ pool, a batch of at least 1 or "grow", and whole numbers.',
  },
} as const satisfies Record<string, ErrorRow>;
