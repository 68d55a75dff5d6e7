import type { ErrorRow } from './row.js';

/** Errors of planning and of proofs of concept. */
export const PLAN_ERRORS = {
  PLAN_NEEDS_CLASSES: {
    status: 422,
    retryable: false,
    title: 'The classes are not known yet',
    remedy: 'Name them under classes: in alaas.yaml.',
  },
  POC_NEEDS_LABELS: {
    status: 422,
    retryable: false,
    title: 'A proof of concept needs labels that are known',
    remedy: 'Give 100 to 2,000 labelled items under labels: in alaas.yaml.',
  },
  POC_TOO_FEW_LABELS: {
    status: 422,
    retryable: false,
    title: 'A proof of concept needs more labels',
    remedy: 'Label 100 items or more, drawn at random from what will be met in use.',
  },
} as const satisfies Record<string, ErrorRow>;
