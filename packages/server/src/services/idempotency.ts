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

/** What came of a write whose answer has a secret. */
export interface SecretAnswer<Result> {
  /** With the secret: it is shown once, and not kept with the key. */
  readonly answer: Result;
  readonly made: MadeWithSecret;
}

/** What was made, for whoever asks again and cannot be shown the secret. */
interface MadeWithSecret {
  /** As `The API key 6f…`. */
  readonly what: string;
  /** Absent for what is not listed anywhere. */
  readonly id?: string | undefined;
  /** How to come to a secret after all. */
  readonly remedy: string;
}

/**
 * As `onceForKey`, for an answer with a secret: the same request again makes nothing more, and is
 * told what was made.
 *
 * @throws AlaasError `IDEMPOTENCY_KEY_REUSED`, `IDEMPOTENCY_SECRET_SHOWN`.
 */
export async function onceForSecret<Result>(
  db: Sql,
  write: KeyedWrite,
  work: () => Promise<SecretAnswer<Result>>,
): Promise<Result> {
  const fresh: Result[] = [];
  const { what, id, remedy } = await onceForKey(db, write, async () => {
    const { answer, made } = await work();
    fresh.push(answer);
    return made;
  });
  const [answer] = fresh;
  if (answer !== undefined) return answer;
  throw new AlaasError(
    'IDEMPOTENCY_SECRET_SHOWN',
    `${what} was made with this idempotency key; its secret was shown then and is not kept.`,
    { field: 'Idempotency-Key', value: write.key, ...(id && { id }), remedy },
  );
}

/** The error of a key that came with another request. */
export function keyReused(key: string): AlaasError {
  return new AlaasError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key ${key} came with another request before.`,
    { field: 'Idempotency-Key', value: key },
  );
}
