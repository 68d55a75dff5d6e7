import { AlaasError, type Join, type OpenSession, type Right } from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { databaseError, violatedConstraint } from '../../storage/database-error.js';
import { Gathered } from '../../storage/gathered.js';
import { durably, projectRow, type Sql } from '../projects/live-project.js';
import { recordChange } from './audit.js';
import { RIGHTS, type Principal } from './principal.js';
import { addMember, requireMember } from './project-members.js';
import { csrfOf, isPassword, newToken, passwordHash, tokenHash } from './secrets.js';

/** A session that was begun: the token goes into the cookie. */
export interface BegunSession {
  readonly token: string;
  readonly principal: Principal;
  readonly expiresAt: Date;
}

const SESSION_HOURS = 12;
const FIRST_LINK_HOURS = 24;
const HOUR_MS = 3_600_000;

/** How people join and sign in, and who speaks through a session or a key. */
export class AccessService {
  readonly #database: Database;
  readonly #clock: () => Date;
  /** Once there is a user there is always one. */
  #hasUsers = false;
  readonly #looks: Gathered<null, boolean>;

  constructor(database: Database, clock: () => Date) {
    this.#database = database;
    this.#clock = clock;
    this.#looks = new Gathered(async (tasks) => {
      const user = await this.#read((db) =>
        db.selectFrom('users').select('sequence').limit(1).executeTakeFirst(),
      );
      return tasks.map(() => user !== undefined);
    });
  }

  /** Whether anybody has joined; without users a server on this machine is open to it. */
  async hasUsers(): Promise<boolean> {
    this.#hasUsers ||= await this.#looks.ask(null);
    return this.#hasUsers;
  }

  /** The token with which the first owner joins; `undefined` when there are users. */
  async firstInvitation(): Promise<string | undefined> {
    if (await this.hasUsers()) return undefined;
    const token = newToken();
    const now = this.#clock();
    await durably(this.#database, async (db) => {
      // Links of earlier starts are good no more.
      await db.deleteFrom('invitations').where('is_first', '=', true).execute();
      await db
        .insertInto('invitations')
        .values({
          token_hash: tokenHash(token),
          role: 'owner',
          is_first: true,
          projects: '[]',
          invited_by: 'alaas',
          created_at: now,
          expires_at: new Date(now.getTime() + FIRST_LINK_HOURS * HOUR_MS),
          used_at: null,
        })
        .execute();
    });
    return token;
  }

  /**
   * Lets an invited person in.
   *
   * @param onThisMachine whether the request comes from this machine: the first owner must.
   * @throws AlaasError `ACCESS_LINK_INVALID`, `ACCESS_NAME_TAKEN`.
   */
  async join({ token, name, password }: Join, onThisMachine: boolean): Promise<BegunSession> {
    const hash = await passwordHash(password);
    const now = this.#clock();
    return durably(this.#database, async (db) => {
      const invitation = await db
        .updateTable('invitations')
        .set({ used_at: now })
        .where('token_hash', '=', tokenHash(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst();
      if (invitation === undefined || (invitation.is_first && !onThisMachine)) {
        throw new AlaasError('ACCESS_LINK_INVALID', 'The invitation is not good any more.', {
          field: 'token',
        });
      }
      const { role, projects } = invitation;
      const { sequence } = await db
        .insertInto('users')
        .values({ name, role, password_hash: hash, disabled_at: null, created_at: now })
        .returning('sequence')
        .executeTakeFirstOrThrow()
        .catch((error: unknown) => {
          throw violatedConstraint(error) === 'users_name' ? nameTaken(name) : error;
        });
      for (const id of JSON.parse(projects) as string[]) {
        const { sequence: project } = await projectRow(db, id);
        await addMember(db, project, sequence);
      }
      await recordChange(db, { actor: name, action: 'join', target: role, at: now });
      return this.#begin(db, { sequence, name, role });
    });
  }

  /** @throws AlaasError `ACCESS_CREDENTIALS_WRONG`. */
  async signIn(name: string, password: string): Promise<BegunSession> {
    const user = await this.#read((db) =>
      db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst(),
    );
    const fits = await isPassword(password, user?.password_hash);
    if (!fits || user === undefined || user.disabled_at !== null) {
      throw new AlaasError('ACCESS_CREDENTIALS_WRONG', 'Name or password is wrong.', {
        field: 'name',
      });
    }
    return durably(this.#database, (db) => this.#begin(db, user));
  }

  /** Ends a session; one that is not there has ended. */
  async signOut(token: string): Promise<void> {
    await this.#read((db) =>
      db.deleteFrom('sessions').where('token_hash', '=', tokenHash(token)).execute(),
    );
  }

  /** Sessions of the person who asks; of everybody for an owner. `token` is that of this one. */
  async sessions(by: Principal, token: string | undefined): Promise<OpenSession[]> {
    const present = token === undefined ? undefined : sessionId(tokenHash(token));
    const rows = await this.#read((db) => this.#openSessions(db, by).execute());
    return rows.map(({ token_hash, name, created_at, expires_at }) => ({
      id: sessionId(token_hash),
      user: name,
      createdAt: created_at.toISOString(),
      expiresAt: expires_at.toISOString(),
      current: sessionId(token_hash) === present,
    }));
  }

  /** Ends one of them at once. @throws AlaasError `ACCESS_UNKNOWN`. */
  async endSession(by: Principal, id: string): Promise<void> {
    await durably(this.#database, async (db) => {
      const open = await this.#openSessions(db, by).execute();
      const found = open.find(({ token_hash }) => sessionId(token_hash) === id);
      if (found === undefined) {
        throw new AlaasError('ACCESS_UNKNOWN', `There is no session ${id}.`, {
          field: 'session',
          value: id,
        });
      }
      await db.deleteFrom('sessions').where('token_hash', '=', found.token_hash).execute();
      const change = { actor: by.name, action: 'session.end', target: found.name };
      await recordChange(db, { ...change, at: this.#clock() });
    });
  }

  /** Who speaks through a cookie; undefined where it is not good any more. */
  async bySession(token: string): Promise<Principal | undefined> {
    const user = await this.#read((db) =>
      db
        .selectFrom('sessions')
        .innerJoin('users', 'users.sequence', 'sessions.member')
        .select(['users.sequence', 'users.name', 'users.role'])
        .where('token_hash', '=', tokenHash(token))
        .where('expires_at', '>', this.#clock())
        .where('disabled_at', 'is', null)
        .executeTakeFirst(),
    );
    return user && { ...principalOf(user), csrf: csrfOf(token) };
  }

  /** Who speaks through an API key; undefined for a key that is none, expired or revoked. */
  async byKey(key: string): Promise<Principal | undefined> {
    const found = await this.#read((db) =>
      db
        .selectFrom('api_keys')
        .innerJoin('users', 'users.sequence', 'api_keys.member')
        .select(['users.sequence', 'users.name', 'users.role'])
        .select(['api_keys.scopes', 'api_keys.sequence as key'])
        .where('key_hash', '=', tokenHash(key))
        .where('revoked_at', 'is', null)
        .where((row) =>
          row.or([row('expires_at', 'is', null), row('expires_at', '>', this.#clock())]),
        )
        .where('disabled_at', 'is', null)
        .executeTakeFirst(),
    );
    if (found === undefined) return undefined;
    const scopes = JSON.parse(found.scopes) as Right[];
    const principal = principalOf(found);
    const rights = principal.rights.filter((right) => scopes.includes(right));
    return { ...principal, rights, key: found.key };
  }

  /** @throws AlaasError `PROJECT_UNKNOWN` where the project is none of theirs. */
  async requireMember(by: Principal, project: string): Promise<void> {
    await this.#read((db) => requireMember(db, by, project));
  }

  #openSessions(db: Sql, by: Principal) {
    const query = db
      .selectFrom('sessions')
      .innerJoin('users', 'users.sequence', 'sessions.member')
      .select(['token_hash', 'users.name', 'sessions.created_at', 'sessions.expires_at'])
      .where('expires_at', '>', this.#clock())
      .orderBy('sessions.created_at', 'desc');
    return by.rights.includes('own') ? query : query.where('member', '=', by.user ?? '0');
  }

  async #begin(
    db: Sql,
    user: Pick<Principal, 'name' | 'role'> & { readonly sequence: string },
  ): Promise<BegunSession> {
    const token = newToken();
    const now = this.#clock();
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * HOUR_MS);
    await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
    await db
      .insertInto('sessions')
      .values({
        token_hash: tokenHash(token),
        member: user.sequence,
        created_at: now,
        expires_at: expiresAt,
      })
      .execute();
    return { token, principal: { ...principalOf(user), csrf: csrfOf(token) }, expiresAt };
  }

  async #read<Result>(work: (db: Sql) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#database.sql);
    } catch (error) {
      throw databaseError(error);
    }
  }
}

/** The beginning of the digest tells sessions apart, and is of no use to whoever reads it. */
function sessionId(hash: string): string {
  return hash.slice(0, 16);
}

function principalOf({
  sequence,
  name,
  role,
}: Pick<Principal, 'name' | 'role'> & { readonly sequence: string }): Principal {
  return { name, role, rights: RIGHTS[role], user: sequence };
}

function nameTaken(name: string): AlaasError {
  return new AlaasError('ACCESS_NAME_TAKEN', `Somebody is called ${name} already.`, {
    field: 'name',
    value: name,
  });
}
