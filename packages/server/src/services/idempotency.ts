import { createHash } from 'node:crypto';
import { AlaasError } from '@alaas/contracts';

import type { Sql } from './projects/live-project.js';

/** A write that may be sent twice. */
export interface KeyedWrite {
  /** Who writes: keys of others do not count. */
  readonly actor: string;
  /** Absent: every request counts. */
  readonly key: string | undefined;
  /** What is asked for, in full. */
  readonly request: unknown;
  readonly now: Date;
}

/**
 * Carries out a write once for each key: the same request again gets the answer that was given
 * first. The key is kept in the transaction of the write, so that both are on disk or neither.
 *
 * @throws AlaasError `IDEMPOTENCY_KEY_REUSED` where the key came with another request.
 */
export async function onceForKey<Result>(
  db: Sql,
  { actor, key, request, now }: KeyedWrite,
  work: () => Promise<Result>,
): Promise<Result> {
  if (key === undefined) return work();
  const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const inserted = await db
    .insertInto('idempotency_keys')
    .values({ actor, key, request_digest: digest, response: null, created_at: now })
    // Waits for another transaction that has the key.
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  const mine = (query = db.selectFrom('idempotency_keys')) =>
    query.where('actor', '=', actor).where('key', '=', key);
  if (inserted === undefined) {
    const known = await mine().select(['request_digest', 'response']).executeTakeFirstOrThrow();
    if (known.request_digest === digest) return JSON.parse(known.response!) as Result;
    throw keyReused(key);
  }
  const result = await work();
  await db
    .updateTable('idempotency_keys')
    .set({ response: JSON.stringify(result) })
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute();
  return result;
}

/** The error of a key that came with another request. */
export function keyReused(key: string): AlaasError {
  return new AlaasError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key ${key} came with another request before.`,
    { field: 'Idempotency-Key', value: key },
  );
}
