import type { Call } from './http.js';

/** Of a write: the same key again gives the answer that was given first. Default: a new key. */
export interface WriteOptions {
  readonly idempotencyKey?: string | undefined;
  /** Ends the call with `CANCELLED`. */
  readonly signal?: AbortSignal | undefined;
}

/** A write, and its options. */
export type KeyedCall = WriteOptions & Pick<Call, 'path' | 'body'>;

/** A write that counts once, however often it is sent. */
export function keyedWrite({ idempotencyKey, ...call }: KeyedCall): Call {
  const headers = { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() };
  return { ...call, method: 'POST', headers };
}
