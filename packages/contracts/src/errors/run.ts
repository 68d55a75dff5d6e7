import type { ErrorRow } from './row.js';

/** Errors of the data that a run works on, and of commands that need a run. */
export const RUN_ERRORS = {
  RUN_POOL_TOO_SMALL: {
    status: 422,
    retryable: false,
    title: 'The pool has too few usable items',
    remedy:
      'Give at least two different items; the list of unusable ones says why each is left out.',
  },
  RUN_BUDGET_EXCEEDS_POOL: {
    status: 422,
    retryable: false,
    title: 'The budget is more than the items that can be labelled',
    remedy: 'Lower "budget" in alaas.yaml, or give more items.',
  },
  RUN_LABELS_MISSING: {
    status: 422,
    retryable: false,
    title: 'No item has a known label',
    remedy:
      'Name the items in the label file as the pool names them, or leave "labels" out to label by file.',
  },
  RUN_ONE_CLASS: {
    status: 422,
    retryable: false,
    title: 'All labels name the same class',
    remedy: 'A classifier needs at least two classes: check the labels, or add items of another.',
  },
  RUN_CLASS_UNKNOWN: {
    status: 422,
    retryable: false,
    title: 'A label names a class that the project does not have',
    remedy: 'Correct the label, or add the class to "classes" in alaas.yaml.',
  },
  RUN_TEST_UNUSABLE: {
    status: 422,
    retryable: false,
    title: 'The test items cannot be used to measure accuracy',
    remedy: 'Give test items with labels, made in the same way as those of the pool.',
  },
  RUN_MISSING: {
    status: 404,
    retryable: false,
    title: 'The project has no run yet',
    remedy: 'Start one with "alaas run".',
  },
  RUN_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such run',
    remedy: 'Use an id that GET /api/v1/runs gives.',
  },
  RUN_WITHOUT_AGENT: {
    status: 409,
    retryable: false,
    title: 'The run has no agent that decides',
    remedy: 'Set strategy: auto, compare or paper in alaas.yaml, name the classes, and run again.',
  },
  RUN_CHANGED: {
    status: 409,
    retryable: false,
    title: 'The configuration or the data changed since the latest run',
    remedy: 'Run "alaas run" first; it starts a new run and keeps the labels that people gave.',
  },
  RUN_NOTHING_LEARNED: {
    status: 409,
    retryable: false,
    title: 'The run has no trained model yet',
    remedy: 'Label items of at least two classes first, then try again.',
  },
} as const satisfies Record<string, ErrorRow>;
