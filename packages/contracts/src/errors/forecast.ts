import type { ErrorRow } from './row.js';

/** Errors of forecasts of learning curves. */
export const FORECAST_ERRORS = {
  FORECAST_POINT_INVALID: {
    status: 422,
    retryable: false,
    title: 'A measured point of a learning curve makes no sense',
    remedy: 'Give each point as {"labels": a whole number from 1, "value": a share from 0 to 1}.',
  },
  FORECAST_OPTION_INVALID: {
    status: 422,
    retryable: false,
    title: 'An option of the forecast has a value that it does not admit',
    remedy: 'Give counts as whole numbers from 1, and shares and targets from 0 to 1.',
  },
} as const satisfies Record<string, ErrorRow>;
