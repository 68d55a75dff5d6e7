import { sql, type Selectable } from 'kysely';
import {
  AlaasError,
  type AuditPage,
  type Invitation,
  type InvitationRequest,
  type User,
  type UserChange,
} from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import type { Tables } from '../../storage/tables.js';
import { onceForSecret } from '../idempotency.js';
import { durably, projectRow, type Sql } from '../projects/live-project.js';
import { readAudit, recordChange, type AuditWish } from './audit.js';
import type { KeyedPrincipal, Principal } from './principal.js';
import { addMember, requireMember } from './project-members.js';
import { newToken, tokenHash } from './secrets.js';

const HOUR_MS = 3_600_000;

/** People, what they may do, and what was changed of it. */
export class PeopleService {
  readonly #database: Database;
  readonly #clock: () => Date;

  constructor(database: Database, clock: () => Date) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * @throws AlaasError `ACCESS_REFUSED` for a role above one's own, `PROJECT_UNKNOWN`,
   *   `IDEMPOTENCY_…`.
   */
  async invite({ by, key }: KeyedPrincipal, request: InvitationRequest): Promise<Invitation> {
    const { role, projects, hours } = request;
    if (!by.rights.includes('own') && (role === 'owner' || role === 'manager')) {
      throw new AlaasError('ACCESS_REFUSED', `Only an owner invites a person as ${role}.`, {
        field: 'role',
        value: role,
      });
    }
    const now = this.#clock();
    const write = { actor: by.name, key, request: ['invite', request], now };
    return durably(this.#database, async (db) =>
      onceForSecret(db, write, async () => {
        const token = newToken();
        const expires = new Date(now.getTime() + hours * HOUR_MS);
        for (const id of projects) await requireMember(db, by, id);
        await db
          .insertInto('invitations')
          .values({
            token_hash: tokenHash(token),
            role,
            projects: JSON.stringify(projects),
            invited_by: by.name,
            created_at: now,
            expires_at: expires,
            used_at: null,
          })
          .execute();
        const details = { projects };
        const change = { actor: by.name, action: 'invite', target: role, details, at: now };
        await recordChange(db, change);
        const expiresAt = expires.toISOString();
        return {
          answer: { token, role, expiresAt },
          made: {
            what: `An invitation as ${role}, good until ${expiresAt},`,
            remedy:
              'Invite again with a new idempotency key; a link that nobody has ends by itself.',
          },
        };
      }),
    );
  }

  /** Everybody who joined. */
  async users(): Promise<User[]> {
    const rows = await this.#read((db) =>
      db.selectFrom('users').selectAll().orderBy('sequence').execute(),
    );
    return rows.map(describe);
  }

  /** Who was let into a project. @throws AlaasError `PROJECT_UNKNOWN`. */
  async members(project: string): Promise<User[]> {
    const rows = await this.#read(async (db) => {
      const { sequence } = await projectRow(db, project);
      return db
        .selectFrom('project_members')
        .innerJoin('users', 'users.sequence', 'project_members.member')
        .selectAll('users')
        .where('project_members.project', '=', sequence)
        .orderBy('users.sequence')
        .execute();
    });
    return rows.map(describe);
  }

  /** @throws AlaasError `ACCESS_UNKNOWN`, `ACCESS_LAST_OWNER`. */
  async changeUser(by: Principal, name: string, { role, disabled }: UserChange): Promise<User> {
    const now = this.#clock();
    await durably(this.#database, async (db) => {
      const user = await userNamed(db, name);
      const change = {
        ...(role && { role }),
        ...(disabled !== undefined && { disabled_at: disabled ? now : null }),
      };
      if (Object.keys(change).length === 0) return;
      await db.updateTable('users').set(change).where('sequence', '=', user).execute();
      const { rows } = await sql<{ owners: number }>`
        select count(*)::integer as owners from alaas.users
        where role = 'owner' and disabled_at is null`.execute(db);
      if (rows[0]?.owners === 0) {
        throw new AlaasError('ACCESS_LAST_OWNER', 'Somebody must own the installation.', {
          field: 'user',
          value: name,
        });
      }
      const details = { role, disabled };
      const action = 'user.change';
      await recordChange(db, { actor: by.name, action, target: name, details, at: now });
    });
    return (await this.users()).find((user) => user.name === name)!;
  }

  /** Lets a person into a project, or out of it. @throws AlaasError `ACCESS_UNKNOWN`. */
  async setMember(
    by: Principal,
    { project, user }: { readonly project: string; readonly user: string },
    isMember: boolean,
  ): Promise<void> {
    await durably(this.#database, async (db) => {
      const row = await projectRow(db, project);
      const member = await userNamed(db, user);
      if (isMember) await addMember(db, row.sequence, member);
      else {
        await db
          .deleteFrom('project_members')
          .where('project', '=', row.sequence)
          .where('member', '=', member)
          .execute();
      }
      const action = isMember ? 'member.add' : 'member.remove';
      const at = this.#clock();
      await recordChange(db, { actor: by.name, action, target: project, details: { user }, at });
    });
  }

  /** What was changed, newest first. */
  async audit(query: AuditWish): Promise<AuditPage> {
    return this.#read((db) => readAudit(db, query));
  }

  async #read<Result>(work: (db: Sql) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#database.sql);
    } catch (error) {
      throw databaseError(error);
    }
  }
}

function describe({
  name,
  role,
  disabled_at,
  created_at,
}: Pick<Selectable<Tables['users']>, 'name' | 'role' | 'disabled_at' | 'created_at'>): User {
  const disabled = disabled_at !== null;
  return { name, role, disabled, createdAt: created_at.toISOString() };
}

async function userNamed(db: Sql, name: string): Promise<string> {
  const user = await db
    .selectFrom('users')
    .select('sequence')
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst();
  if (user !== undefined) return user.sequence;
  throw new AlaasError('ACCESS_UNKNOWN', `There is nobody called ${name}.`, {
    field: 'user',
    value: name,
  });
}
