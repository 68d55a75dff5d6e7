import type { ErrorRow } from './row.js';

/** Errors of live projects: handing items out and taking labels in. */
export const LABELLING_ERRORS = {
  ASSIGNMENT_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such assignment of yours',
    remedy: 'Ask for the next item and answer with the id of its assignment.',
  },
  ASSIGNMENT_EXPIRED: {
    status: 409,
    retryable: false,
    title: 'The time for this item is over',
    remedy: 'Ask for the next item; renew an assignment that takes longer before it expires.',
  },
  ASSIGNMENT_CLOSED: {
    status: 409,
    retryable: false,
    title: 'The assignment was answered or given back before',
    remedy: 'Ask for the next item; correct the entry to change a label that was given.',
  },
  LABELLING_CLASS_UNKNOWN: {
    status: 422,
    retryable: false,
    title: 'The label is not one of the classes of the project',
    remedy: 'Give one of the classes that the project lists.',
  },
  LABELLING_ENTRY_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such entry of yours in the ledger',
    remedy: 'Use the id of an entry that you made in this project.',
  },
  LABELLING_ENTRY_SETTLED: {
    status: 409,
    retryable: false,
    title: 'The entry cannot be changed in this way any more',
    remedy: 'Correct your latest label of the item instead.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    retryable: false,
    title: 'The idempotency key was used for another request',
    remedy: 'Use a new key for every new request.',
  },
  IDEMPOTENCY_SECRET_SHOWN: {
    status: 409,
    retryable: false,
    title: 'What the idempotency key was used for is there; its secret was shown once',
    remedy: 'Remove what was made, and make another with a new idempotency key.',
  },
} as const satisfies Record<string, ErrorRow>;
