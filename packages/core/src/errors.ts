/** What every coded error can say about the input at fault. */
export interface ErrorDetails {
  /** Name of the field, option, file or argument at fault. */
  readonly field?: string;
  /** The value that was refused. */
  readonly value?: unknown;
  /** What the caller can do about it, when more is known than the error table says. */
  readonly remedy?: string;
  readonly [key: string]: unknown;
}

/**
 * The one error class of `core` and `pipeline`.
 *
 * Its code is a row of the error table in `@alaas/contracts`, which adds HTTP status, title,
 * remedy and exit code at the server's edge; `core` itself knows nothing of them.
 */
export class CodedError<Code extends string = string> extends Error {
  override readonly name = 'CodedError';
  readonly code: Code;
  readonly details: ErrorDetails;

  constructor(code: Code, message: string, details: ErrorDetails & { cause?: unknown } = {}) {
    const { cause, ...rest } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = rest;
  }
}

/** Throws `CANCELLED` when the signal has fired; called between blocks of long work. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new CodedError('CANCELLED', 'The work was cancelled.', { cause: signal.reason });
  }
}
