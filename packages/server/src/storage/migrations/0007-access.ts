import { sql, type Migration } from 'kysely';

/** Who may do what: users, their projects, sessions, invitations, keys, and what was changed. */
export const access: Migration = {
  async up(db) {
    await sql`
      create table alaas.users (
        sequence bigint generated always as identity primary key,
        name text not null constraint users_name unique,
        role text not null check (role in ('owner', 'manager', 'annotator', 'viewer')),
        password_hash text not null,
        disabled_at timestamptz,
        created_at timestamptz not null
      )`.execute(db);
    await sql`
      create table alaas.project_members (
        project bigint not null references alaas.live_projects,
        member bigint not null references alaas.users,
        primary key (project, member)
      )`.execute(db);
    await sql`
      create table alaas.sessions (
        token_hash text primary key,
        member bigint not null references alaas.users,
        created_at timestamptz not null,
        expires_at timestamptz not null
      )`.execute(db);
    await sql`
      create table alaas.invitations (
        token_hash text primary key,
        role text not null check (role in ('owner', 'manager', 'annotator', 'viewer')),
        -- Of the first owner, who joins by the link that the server prints.
        is_first boolean not null default false,
        projects text not null,
        invited_by text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      )`.execute(db);
    await sql`
      create table alaas.api_keys (
        sequence bigint generated always as identity primary key,
        id text not null constraint api_keys_id unique,
        member bigint not null references alaas.users,
        name text not null,
        key_hash text not null constraint api_keys_hash unique,
        scopes text not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        revoked_at timestamptz
      )`.execute(db);
    await sql`
      create table alaas.audit_log (
        sequence bigint generated always as identity primary key,
        actor text not null,
        action text not null,
        target text not null,
        details text not null,
        created_at timestamptz not null
      )`.execute(db);
    await sql`
      create trigger audit_log_append_only before update or delete on alaas.audit_log
      for each statement execute function alaas.refuse_rewriting()`.execute(db);
  },
};
