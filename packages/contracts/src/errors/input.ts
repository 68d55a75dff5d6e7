import type { ErrorRow } from './row.js';

/** Errors of files with arrays and labels. */
export const INPUT_ERRORS = {
  FILE_NOT_READABLE: {
    status: 422,
    retryable: false,
    title: 'A file cannot be read',
    remedy: 'Check the path and the rights of the file.',
  },
  ARRAY_INVALID: {
    status: 422,
    retryable: false,
    title: 'A file does not hold an array of numbers',
    remedy: 'Write it with numpy.save, as float32 or int32.',
  },
  MEMORY_TOO_SMALL: {
    status: 422,
    retryable: false,
    title: 'The work needs more memory than there is',
    remedy: 'Choose from a part of the pool, or use a machine with more memory.',
  },
  TABLE_INVALID: {
    status: 422,
    retryable: false,
    title: 'A table cannot be read',
    remedy: 'Give a CSV file with a header line, a JSONL file of objects, or a Parquet file.',
  },
  TABLE_COLUMN_MISSING: {
    status: 422,
    retryable: false,
    title: 'A table lacks a column',
    remedy: 'Use one of the columns that the table has.',
  },
  LABELS_INVALID: {
    status: 422,
    retryable: false,
    title: 'A label is not a whole number from 0 on',
    remedy: 'Number the classes from 0 and save them as int32.',
  },
} as const satisfies Record<string, ErrorRow>;
