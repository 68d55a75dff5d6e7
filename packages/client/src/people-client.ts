import {
  apiKeysSchema,
  auditPageSchema,
  doneSchema,
  invitationSchema,
  membersSchema,
  newKeySchema,
  openSessionsSchema,
  sessionSchema,
  userSchema,
  usersSchema,
  type ApiKey,
  type AuditPage,
  type AuditQuery,
  type Invitation,
  type InvitationInput,
  type Join,
  type KeyInput,
  type NewApiKey,
  type OpenSession,
  type Session,
  type User,
  type UserChange,
} from '@alaas/contracts';
import { callJson, wordsOf, type AnswerSchema, type Call, type HttpOptions } from './http.js';
import { keyedWrite, type WriteOptions } from './write-options.js';

/** A signal that ends the call with `CANCELLED`. */
interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * People and their rights. Every method throws AlaasError `ACCESS_SIGN_IN_NEEDED`, `ACCESS_REFUSED`,
 * and as `AlaasClient`. In a browser the session is a cookie; programs use an API key.
 */
export class PeopleClient {
  readonly #http: HttpOptions;

  constructor(http: HttpOptions) {
    this.#http = http;
  }

  /** Joins by an invitation. @throws AlaasError `ACCESS_LINK_INVALID`, `ACCESS_NAME_TAKEN`. */
  async join(join: Join, options: CallOptions = {}): Promise<Session> {
    return this.#begin({ ...options, method: 'POST', path: '/api/v1/join', body: join });
  }

  /** @throws AlaasError `ACCESS_CREDENTIALS_WRONG`, `HTTP_TOO_MANY_REQUESTS`. */
  async signIn(name: string, password: string, options: CallOptions = {}): Promise<Session> {
    const body = { name, password };
    return this.#begin({ ...options, method: 'POST', path: '/api/v1/session', body });
  }

  /** Gives back what was not answered, and ends the session. */
  async signOut(options: CallOptions = {}): Promise<void> {
    await this.#call({ ...options, method: 'DELETE', path: '/api/v1/session' }, doneSchema);
  }

  /** Who asks, and what they may do. */
  async session(options: CallOptions = {}): Promise<Session> {
    return this.#begin({ ...options, method: 'GET', path: '/api/v1/session' });
  }

  /** Where you are signed in; where everybody is for an owner. */
  async sessions(options: CallOptions = {}): Promise<OpenSession[]> {
    const call = { ...options, method: 'GET', path: '/api/v1/sessions' } as const;
    return (await this.#call(call, openSessionsSchema)).sessions;
  }

  /** Ends a session at once. @throws AlaasError `ACCESS_UNKNOWN`. */
  async endSession(session: string, options: CallOptions = {}): Promise<void> {
    const path = `/api/v1/sessions/${encodeURIComponent(session)}`;
    await this.#call({ ...options, method: 'DELETE', path }, doneSchema);
  }

  /**
   * Invites a person; the token is shown this once.
   *
   * @throws AlaasError `PROJECT_UNKNOWN`, `IDEMPOTENCY_SECRET_SHOWN` where the answer was lost.
   */
  async invite(request: InvitationInput, options: WriteOptions = {}): Promise<Invitation> {
    const call = keyedWrite({ ...options, path: '/api/v1/invitations', body: request });
    return this.#call(call, invitationSchema);
  }

  /** Everybody who joined. */
  async users(options: CallOptions = {}): Promise<User[]> {
    const call = { ...options, method: 'GET', path: '/api/v1/users' } as const;
    return (await this.#call(call, usersSchema)).users;
  }

  /** @throws AlaasError `ACCESS_UNKNOWN`, `ACCESS_LAST_OWNER`. */
  async changeUser(user: string, change: UserChange, options: CallOptions = {}): Promise<User> {
    const path = `/api/v1/users/${encodeURIComponent(user)}`;
    return this.#call({ ...options, method: 'PATCH', path, body: change }, userSchema);
  }

  /** Who was let into a project. @throws AlaasError `PROJECT_UNKNOWN`. */
  async members(project: string, options: CallOptions = {}): Promise<User[]> {
    const path = `/api/v1/projects/${encodeURIComponent(project)}/members`;
    return (await this.#call({ ...options, method: 'GET', path }, membersSchema)).members;
  }

  /** Lets a person into a project. @throws AlaasError `ACCESS_UNKNOWN`, `PROJECT_UNKNOWN`. */
  async addMember(project: string, user: string, options: CallOptions = {}): Promise<void> {
    await this.#call({ ...options, method: 'PUT', path: memberPath(project, user) }, doneSchema);
  }

  /** Shuts a person out of a project. */
  async removeMember(project: string, user: string, options: CallOptions = {}): Promise<void> {
    await this.#call({ ...options, method: 'DELETE', path: memberPath(project, user) }, doneSchema);
  }

  /**
   * Makes an API key; the key is shown this once.
   *
   * @throws AlaasError `IDEMPOTENCY_SECRET_SHOWN` where the key is there, but the answer was lost.
   */
  async createKey(request: KeyInput, options: WriteOptions = {}): Promise<NewApiKey> {
    const call = keyedWrite({ ...options, path: '/api/v1/keys', body: request });
    return this.#call(call, newKeySchema);
  }

  /** Your keys; those of everybody for an owner. */
  async keys(options: CallOptions = {}): Promise<ApiKey[]> {
    const call = { ...options, method: 'GET', path: '/api/v1/keys' } as const;
    return (await this.#call(call, apiKeysSchema)).keys;
  }

  /** Ends a key at once. @throws AlaasError `ACCESS_UNKNOWN`. */
  async revokeKey(key: string, options: CallOptions = {}): Promise<void> {
    const path = `/api/v1/keys/${encodeURIComponent(key)}`;
    await this.#call({ ...options, method: 'DELETE', path }, doneSchema);
  }

  /** What was changed, newest first. */
  async audit(query: AuditQuery = {}, options: CallOptions = {}): Promise<AuditPage> {
    const path = `/api/v1/audit?${wordsOf(query)}`;
    return this.#call({ ...options, method: 'GET', path }, auditPageSchema);
  }

  /** Changes that come with the cookie need what only a page of ours can read. */
  async #begin(call: Call): Promise<Session> {
    const session = await this.#call(call, sessionSchema);
    if (session.csrf !== null) this.#http.headers['alaas-csrf'] = session.csrf;
    return session;
  }

  #call<Answer>(call: Call, schema: AnswerSchema<Answer>): Promise<Answer> {
    return callJson(this.#http, call, schema);
  }
}

function memberPath(project: string, user: string): string {
  return `/api/v1/projects/${encodeURIComponent(project)}/members/${encodeURIComponent(user)}`;
}
