import type { ErrorRow } from './row.js';

/** Errors of the database and of what is kept in it. */
export const DATABASE_ERRORS = {
  DATABASE_EMBEDDED_UNAVAILABLE: {
    status: 503,
    retryable: false,
    title: 'The built-in PostgreSQL cannot run here',
    remedy: 'Set DATABASE_URL to a PostgreSQL server (14 or newer) of your own.',
  },
  DATABASE_START_FAILED: {
    status: 503,
    retryable: true,
    title: 'The built-in PostgreSQL did not start',
    remedy: 'Run "alaas doctor"; it names the log of the database and what to do.',
  },
  DATABASE_DATA_MISSING: {
    status: 500,
    retryable: false,
    title: 'The data of this project’s database is gone',
    remedy:
      'Bring the folder back, or delete the file that points to it to begin with an empty database.',
  },
  DATABASE_UNREACHABLE: {
    status: 503,
    retryable: true,
    title: 'The database cannot be reached',
    remedy: 'Check that the server of DATABASE_URL is running and accepts this user and password.',
  },
  DATABASE_CONFLICT: {
    status: 503,
    retryable: true,
    title: 'Another transaction was in the way',
    remedy: 'Nothing was written: ask again.',
  },
  DATABASE_NEWER: {
    status: 500,
    retryable: false,
    title: 'The database was written by a newer ALaaS',
    remedy: 'Install the newer ALaaS again, or use another database.',
  },
  DATABASE_MIGRATION_FAILED: {
    status: 500,
    retryable: false,
    title: 'The tables of the database could not be brought up to date',
    remedy: 'Check that the database user may create a schema and tables, then start again.',
  },
  DATABASE_REFUSED: {
    status: 500,
    retryable: false,
    title: 'The database refused a statement',
    remedy:
      'Read the message of the database; a full disk and missing rights are the usual causes.',
  },
  STORE_RUN_UNKNOWN: {
    status: 404,
    retryable: false,
    title: 'There is no such run',
    remedy: 'Use the id of a run of this project.',
  },
  STORE_RUN_EXISTS: {
    status: 409,
    retryable: false,
    title: 'A run with this id exists already',
    remedy: 'Give every run an id of its own.',
  },
  STORE_ITEM_REPEATED: {
    status: 422,
    retryable: false,
    title: 'An item is listed twice',
    remedy: 'Give every item of a run an id of its own.',
  },
  STORE_ITEM_UNKNOWN: {
    status: 422,
    retryable: false,
    title: 'An item is not part of the run',
    remedy: 'Use the ids of the run’s own items.',
  },
  STORE_ROUND_TAKEN: {
    status: 409,
    retryable: false,
    title: 'The batch of this round was stored before',
    remedy: 'Read the stored selections and go on from there.',
  },
} as const satisfies Record<string, ErrorRow>;
