import { CodedError } from '@alaas/core';

/** An answer or a connection that failed, as an error of the item. */
export interface FailedAttempt {
  readonly error: CodedError;
  /** Whether another attempt may succeed. */
  readonly isTemporary: boolean;
  /** What the server asks to wait for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

const TEMPORARY_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
const TIMEOUTS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'No connection came about in time',
  UND_ERR_HEADERS_TIMEOUT: 'The server did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'The server stopped sending',
};
/** Codes that stay as they are when tried again: no such name, wrong certificate, no HTTP. */
const LASTING = /^(ENOTFOUND|CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HPE_)/;

/** What an answer that is neither content nor a redirect means. */
export function failedAnswer(
  place: string,
  { status, retryAfter, nowMs }: { status: number; retryAfter: string | undefined; nowMs: number },
): FailedAttempt {
  const details = { field: 'url', value: place, status };
  if (status === 404 || status === 410) {
    const error = new CodedError('ITEM_NOT_FOUND', `${place} answered ${status}.`, details);
    return { error, isTemporary: false };
  }
  return {
    error: new CodedError('ITEM_HTTP_STATUS', `${place} answered ${status}.`, details),
    isTemporary: TEMPORARY_STATUS.has(status),
    retryAfterMs: delayOf(retryAfter, nowMs),
  };
}

/** What an exception of the connection means. */
export function failedConnection(place: string, cause: unknown): FailedAttempt {
  if (cause instanceof CodedError) return { error: cause as CodedError, isTemporary: false };
  const { code = '', message } = cause as { code?: string; message?: string };
  const details = { field: 'url', value: place, cause };
  const late = TIMEOUTS[code];
  if (late !== undefined) {
    return {
      error: new CodedError('ITEM_TIMEOUT', `${late}: ${place}.`, details),
      isTemporary: true,
    };
  }
  const why = code === '' ? (message ?? 'no reason given') : code;
  return {
    error: new CodedError('ITEM_UNREACHABLE', `${place} cannot be reached (${why}).`, details),
    isTemporary: !LASTING.test(code),
  };
}

/** `Retry-After`: seconds or a date. */
function delayOf(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
