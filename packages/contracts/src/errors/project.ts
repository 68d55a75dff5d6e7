import type { ErrorRow } from './row.js';

/** Errors of a project's data folder. */
export const PROJECT_ERRORS = {
  PROJECT_LOCKED: {
    status: 409,
    retryable: true,
    title: 'The project is in use by another process',
    remedy: 'Wait until the other run ends, stop it, or set ALAAS_HOME to another folder.',
  },
  PROJECT_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such project',
    remedy: 'Use an id that GET /api/v1/projects gives.',
  },
  PROJECT_SETTINGS_INVALID: {
    status: 422,
    retryable: false,
    title: 'The settings of the project do not fit',
    remedy: 'Correct the keys that are named; they are those of alaas.yaml.',
  },
  PROJECT_STATUS_UNFIT: {
    status: 409,
    retryable: false,
    title: 'The project is not in a status that allows this',
    remedy: 'Look at the status of the project; resume a project that is paused.',
  },
  PROJECT_ITEM_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such item in the project',
    remedy: 'Use the position of an item that the project lists or that was handed to you.',
  },
  PROJECT_ITEM_NOT_SHOWN: {
    status: 404,
    retryable: false,
    title: 'The item has nothing that can be shown',
    remedy: 'Vectors have no content, and only images have a thumbnail; show the name instead.',
  },
  PROJECT_ITEMS_UNFIT: {
    status: 422,
    retryable: false,
    title: 'The items do not fit those of the project',
    remedy: 'Give items that were made in the same way as those of the pool.',
  },
  PROJECT_CHANGED: {
    status: 412,
    retryable: false,
    title: 'The project was changed by somebody else meanwhile',
    remedy: 'Read it again, and send the change with its present ETag.',
  },
} as const satisfies Record<string, ErrorRow>;
