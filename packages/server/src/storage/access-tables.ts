import type { Generated } from 'kysely';
import type { Role } from '@alaas/contracts';

/** The tables of people and their rights; `0007-access` makes them. */
export interface AccessTables {
  readonly users: UsersTable;
  readonly project_members: ProjectMembersTable;
  readonly sessions: SessionsTable;
  readonly invitations: InvitationsTable;
  readonly api_keys: ApiKeysTable;
  readonly audit_log: AuditLogTable;
}

interface UsersTable {
  sequence: Generated<string>;
  name: string;
  role: Role;
  password_hash: string;
  disabled_at: Date | null;
  created_at: Date;
}

interface ProjectMembersTable {
  project: string;
  member: string;
}

interface SessionsTable {
  /** SHA-256 of the token in the cookie. */
  token_hash: string;
  member: string;
  created_at: Date;
  expires_at: Date;
}

interface InvitationsTable {
  token_hash: string;
  role: Role;
  is_first: Generated<boolean>;
  /** JSON of the ids of the projects that the invited person joins. */
  projects: string;
  invited_by: string;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

interface ApiKeysTable {
  sequence: Generated<string>;
  id: string;
  member: string;
  name: string;
  key_hash: string;
  /** JSON of the rights that the key gives, as far as its user has them. */
  scopes: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  /** The key that made it; null for one made from a session, and for those of earlier releases. */
  made_with: string | null;
}

/** Append-only: a trigger refuses updates and deletes. */
interface AuditLogTable {
  sequence: Generated<string>;
  actor: string;
  action: string;
  target: string;
  details: string;
  created_at: Date;
}
