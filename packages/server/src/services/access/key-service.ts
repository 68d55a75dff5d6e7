import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { AlaasError, type ApiKey, type KeyRequest, type NewApiKey } from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import type { Tables } from '../../storage/tables.js';
import { durably } from '../projects/live-project.js';
import { recordChange } from './audit.js';
import type { Principal } from './principal.js';
import { newToken, tokenHash } from './secrets.js';

/** Tells keys of ours from other secrets, for those who look for leaks. */
const PREFIX = 'alaas_';
const DAY_MS = 86_400_000;

/** API keys: shown once, kept as digests, with scopes and an end. */
export class KeyService {
  readonly #database: Database;
  readonly #clock: () => Date;

  constructor(database: Database, clock: () => Date) {
    this.#database = database;
    this.#clock = clock;
  }

  /** @throws AlaasError `ACCESS_REFUSED` for a scope that one has not, or without a user. */
  async create(by: Principal, { name, scopes, days }: KeyRequest): Promise<NewApiKey> {
    const beyond = scopes.find((right) => !by.rights.includes(right));
    if (beyond !== undefined || by.user === undefined) {
      throw new AlaasError('ACCESS_REFUSED', `You cannot give a key the right "${beyond}".`, {
        field: 'scopes',
        value: beyond,
      });
    }
    const { user } = by;
    const key = `${PREFIX}${newToken()}`;
    const now = this.#clock();
    const row = await durably(this.#database, async (db) => {
      const inserted = await db
        .insertInto('api_keys')
        .values({
          id: randomUUID(),
          member: user,
          name,
          key_hash: tokenHash(key),
          scopes: JSON.stringify(scopes),
          created_at: now,
          expires_at: days === null ? null : new Date(now.getTime() + days * DAY_MS),
          revoked_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      const details = { name, scopes };
      const target = inserted.id;
      await recordChange(db, { actor: by.name, action: 'key.create', target, details, at: now });
      return inserted;
    });
    return { ...describe(row, by.name), key };
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

  /** Ends a key at once. @throws AlaasError `ACCESS_UNKNOWN`. */
  async revoke(by: Principal, id: string): Promise<void> {
    const mine = await this.list(by);
    if (!mine.some((key) => key.id === id)) {
      throw new AlaasError('ACCESS_UNKNOWN', `There is no key ${id}.`, { field: 'key', value: id });
    }
    const at = this.#clock();
    await durably(this.#database, async (db) => {
      await db
        .updateTable('api_keys')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
      await recordChange(db, { actor: by.name, action: 'key.revoke', target: id, at });
    });
  }
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
