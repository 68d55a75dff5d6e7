import type { ErrorRow } from './row.js';

/** Errors of query strategies and of what is given to them. */
export const STRATEGY_ERRORS = {
  STRATEGY_UNKNOWN: {
    status: 422,
    retryable: false,
    title: 'There is no such strategy',
    remedy: 'Use the id of a strategy that comes with ALaaS, as uncertainty-herding.',
  },
  STRATEGY_INPUT_MISSING: {
    status: 422,
    retryable: false,
    title: 'The strategy lacks an input',
    remedy: 'Give the input, or choose a strategy that does without it.',
  },
  STRATEGY_OPTION_UNKNOWN: {
    status: 422,
    retryable: false,
    title: 'The strategy has no such option',
    remedy: 'Use the options that the strategy’s page lists.',
  },
  STRATEGY_OPTION_INVALID: {
    status: 422,
    retryable: false,
    title: 'An option of the strategy has a value that it does not admit',
    remedy: 'Use a value within the bounds that the strategy’s page lists.',
  },
  STRATEGY_MODULE_FAILED: {
    status: 422,
    retryable: false,
    title: 'The module of a strategy cannot be loaded',
    remedy: 'Check the path, and run the module by itself with node to see what is wrong in it.',
  },
  STRATEGY_MODULE_INVALID: {
    status: 422,
    retryable: false,
    title: 'A module exports no strategy',
    remedy:
      'Export what defineStrategy gives as "strategy" or as default; examples/own-strategy is one.',
  },
  STRATEGY_MISBEHAVED: {
    status: 500,
    retryable: false,
    title: 'A strategy gave a wrong answer',
    remedy: 'If it is your own, run the conformance suite on it; else report it.',
  },
  BATCH_COUNT_INVALID: {
    status: 422,
    retryable: false,
    title: 'The number of items to choose is not a whole number',
    remedy: 'Use a whole number from 0 to the size of the pool.',
  },
  BATCH_EXCEEDS_POOL: {
    status: 422,
    retryable: false,
    title: 'More items were asked for than the pool has',
    remedy: 'Ask for fewer items, or give a larger pool.',
  },
  SELECTION_TOO_LARGE: {
    status: 422,
    retryable: false,
    title: 'The strategy would need more memory than it may take',
    remedy: 'Choose from a part of the pool, or another strategy or option.',
  },
  INPUT_NOT_FINITE: {
    status: 422,
    retryable: false,
    title: 'An array holds a value that is not a finite number',
    remedy: 'Remove the row, or replace NaN and infinity before you hand the array over.',
  },
  INPUT_NOT_PROBABILITY: {
    status: 422,
    retryable: false,
    title: 'Probabilities are outside [0, 1] or do not sum to 1',
    remedy: 'Give the output of a softmax: each row in [0, 1] with a sum of 1.',
  },
} as const satisfies Record<string, ErrorRow>;
