import type { ErrorRow } from './row.js';
import { ERRORS, type ErrorCode } from './table.js';

/** What an error says about the input at fault. */
export interface AlaasErrorDetails {
  /** Name of the field, option, file or argument at fault. */
  readonly field?: string;
  /** The value that was refused. */
  readonly value?: unknown;
  /** What to do, when more is known than the table says. */
  readonly remedy?: string;
  readonly [key: string]: unknown;
}

/** The error of server, client and command line: a code of the table, details, and the cause. */
export class AlaasError extends Error {
  override readonly name = 'AlaasError';
  readonly code: ErrorCode;
  readonly details: AlaasErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    details: AlaasErrorDetails & { cause?: unknown } = {},
  ) {
    const { cause, ...rest } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = rest;
  }

  /** Wraps whatever was thrown, once: a coded error keeps its code and details. */
  static from(thrown: unknown): AlaasError {
    if (thrown instanceof AlaasError) return thrown;
    const coded = thrown as { code?: unknown; details?: AlaasErrorDetails; message?: unknown };
    if (isErrorCode(coded?.code)) {
      return new AlaasError(coded.code, String(coded.message), { ...coded.details, cause: thrown });
    }
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new AlaasError('INTERNAL_ERROR', message, { cause: thrown });
  }

  /** The code's row of the table. */
  get row(): ErrorRow {
    return ERRORS[this.code];
  }

  /** What the user can do about it. */
  get remedy(): string {
    return this.details.remedy ?? this.row.remedy;
  }
}

/** Whether a value is a code of the table. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value);
}
