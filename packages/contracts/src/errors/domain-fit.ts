import type { ErrorRow } from './row.js';

/** Errors of the domain-fit report. */
export const DOMAIN_FIT_ERRORS = {
  DOMAIN_FIT_TOO_FEW_LABELS: {
    status: 422,
    retryable: false,
    title: 'There are too few labels to judge the data by',
    remedy: 'Label 100 items or more, drawn at random.',
  },
  DOMAIN_FIT_ONE_CLASS: {
    status: 422,
    retryable: false,
    title: 'All labels are of one class',
    remedy: 'Label items of the other classes too; a classifier needs two or more.',
  },
} as const satisfies Record<string, ErrorRow>;
