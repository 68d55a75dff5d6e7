import { CodedError, type ErrorDetails } from '@alaas/core';

/** Nothing lies where the source should be. */
export function sourceNotFound(place: string, cause: unknown): CodedError {
  return new CodedError('SOURCE_NOT_FOUND', `There is nothing at "${place}".`, {
    field: 'data',
    value: place,
    cause,
  });
}

/** The source is there and has no item. */
export function sourceEmpty(place: string): CodedError {
  return new CodedError('SOURCE_EMPTY', `There are no items in "${place}".`, {
    field: 'data',
    value: place,
  });
}

/** The source is there and is not what it should be. */
export function sourceInvalid(
  place: string,
  what: string,
  details: ErrorDetails & { cause?: unknown } = {},
): CodedError {
  return new CodedError('SOURCE_INVALID', `"${place}" ${what}`, {
    field: 'data',
    value: place,
    ...details,
  });
}

/** What reading a file threw, as an error of the source that the file is. */
export function asSourceError(place: string, error: unknown): unknown {
  if (!(error instanceof CodedError)) return error;
  const { code, message, details } = error as CodedError;
  if (code === 'FILE_NOT_READABLE') {
    const missing = (error.cause as { code?: unknown } | undefined)?.code === 'ENOENT';
    if (missing) return sourceNotFound(place, error);
  } else if (!code.startsWith('TABLE_')) return error;
  return new CodedError('SOURCE_INVALID', message, { ...details, cause: error });
}
