import { randomUUID } from 'node:crypto';
import { sql, type Selectable } from 'kysely';
import {
  AlaasError,
  type ApiKey,
  type KeyRequest,
  type NewApiKey,
  type Right,
} from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import type { Tables } from '../../storage/tables.js';
import { onceForSecret } from '../idempotency.js';
import { durably, type Sql } from '../projects/live-project.js';
import { recordChange } from './audit.js';
import type { KeyedPrincipal, Principal } from './principal.js';
import { newToken, tokenHash } from './secrets.js';

/** Tells keys of ours from other secrets, for those who look for leaks. */
const PREFIX = 'alaas_';
const DAY_MS = 86_400_000;
const DAYS = 90;
const SCOPES: readonly Right[] = ['see', 'read', 'label'];

/** API keys: shown once, kept as digests, with scopes and an end. */
export class KeyService {
  readonly #database: Database;
  readonly #clock: () => Date;

  constructor(database: Database, clock: () => Date) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * Makes a key. One that is made with a key ends with it: by time, and when that one is revoked.
   *
   * @throws AlaasError `ACCESS_REFUSED` for a scope that one has not, without a user, and for an end
   *   after that of the key that asks; `IDEMPOTENCY_…`.
   */
  async create(writer: KeyedPrincipal, request: KeyRequest): Promise<NewApiKey> {
    const { by } = writer;
    const { name, days, scopes = SCOPES.filter((right) => by.rights.includes(right)) } = request;
    const beyond = scopes.find((right) => !by.rights.includes(right));
    if (beyond !== undefined || by.user === undefined) {
      throw new AlaasError('ACCESS_REFUSED', `You cannot give a key the right "${beyond}".`, {
        field: 'scopes',
        value: beyond,
      });
    }
    const { user } = by;
    const now = this.#clock();
    const write = { actor: by.name, key: writer.key, request: ['key', request], now };
    return durably(this.#database, async (db) =>
      onceForSecret(db, write, async () => {
        const key = `${PREFIX}${newToken()}`;
        const expires = await endOf(db, by, { days, now });
        const row = await db
          .insertInto('api_keys')
          .values({
            id: randomUUID(),
            member: user,
            name,
            key_hash: tokenHash(key),
            scopes: JSON.stringify(scopes),
            created_at: now,
            expires_at: expires,
            revoked_at: null,
            made_with: by.key ?? null,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const { id } = row;
        const details = { name, scopes };
        const change = { actor: by.name, action: 'key.create', target: id, details, at: now };
        await recordChange(db, change);
        return {
          answer: { ...describe(row, by.name), key },
          made: {
            what: `The API key ${id}`,
            id,
            remedy: 'End that key, and make another with a new idempotency key.',
          },
        };
      }),
    );
  }

  /** Keys of the person who asks; of everybody for an owner. */
  async list(by: Principal): Promise<ApiKey[]> {
    let query = this.#database.sql
      .selectFrom('api_keys')
      .innerJoin('users', 'users.sequence', 'api_keys.member')
      .selectAll('api_keys')
      .select('users.name as user')
      .orderBy('api_keys.sequence');
    if (!by.rights.includes('own')) query = query.where('member', '=', by.user ?? '0');
    const rows = await query.execute().catch((error: unknown) => {
      throw databaseError(error);
    });
    return rows.map((row) => describe(row, row.user));
  }

  /** Ends a key at once, and all that were made with it. @throws AlaasError `ACCESS_UNKNOWN`. */
  async revoke(by: Principal, id: string): Promise<void> {
    const mine = await this.list(by);
    if (!mine.some((key) => key.id === id)) {
      throw new AlaasError('ACCESS_UNKNOWN', `There is no key ${id}.`, { field: 'key', value: id });
    }
    const at = this.#clock();
    await durably(this.#database, async (db) => {
      const { member } = await db
        .selectFrom('api_keys')
        .select('member')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      await lockKeysOf(db, member);
      await sql`
        with recursive ended as (
          select sequence from alaas.api_keys where id = ${id}
          union
          select made.sequence from alaas.api_keys as made
          join ended on made.made_with = ended.sequence
        )
        update alaas.api_keys set revoked_at = ${at}
        where sequence in (select sequence from ended) and revoked_at is null`.execute(db);
      await recordChange(db, { actor: by.name, action: 'key.revoke', target: id, at });
    });
  }
}

/**
 * When a new key ends. One that is made with a key is good for no longer than that one, so that a key
 * that is lost or lent ends when its maker said.
 *
 * @throws AlaasError `ACCESS_REFUSED` for a later end, `ACCESS_SIGN_IN_NEEDED` where the key that asks
 *   was revoked meanwhile.
 */
async function endOf(
  db: Sql,
  { key, user }: Principal,
  { days, now }: Pick<KeyRequest, 'days'> & { readonly now: Date },
): Promise<Date | null> {
  const wanted = days === null ? null : new Date(now.getTime() + (days ?? DAYS) * DAY_MS);
  if (key === undefined || user === undefined) return wanted;
  await lockKeysOf(db, user);
  const maker = await db
    .selectFrom('api_keys')
    .select('expires_at')
    .where('sequence', '=', key)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (maker === undefined) {
    const field = 'Authorization';
    throw new AlaasError('ACCESS_SIGN_IN_NEEDED', 'The key is not good any more.', { field });
  }
  const { expires_at: end } = maker;
  if (end === null || (wanted !== null && wanted <= end)) return wanted;
  if (days === undefined) return end;
  const message = `The key that asks ends at ${end.toISOString()}, and a key made with it cannot be good for longer.`;
  throw new AlaasError('ACCESS_REFUSED', message, {
    field: 'days',
    value: days,
    remedy: 'Leave "days" out, and it ends with that key; or make it while you are signed in.',
  });
}

/** Until the transaction ends, no key of a person ends by the side of one that is being made with it. */
async function lockKeysOf(db: Sql, user: string): Promise<void> {
  await db
    .selectFrom('users')
    .select('sequence')
    .where('sequence', '=', user)
    .forNoKeyUpdate()
    .execute();
}

function describe(row: Selectable<Tables['api_keys']>, user: string): ApiKey {
  return {
    id: row.id,
    name: row.name,
    user,
    scopes: JSON.parse(row.scopes) as ApiKey['scopes'],
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
