import { sql, type Migration } from 'kysely';

/** Long work on live projects, and the files that came of it, which any server can hand out. */
export const jobs: Migration = {
  async up(db) {
    await sql`
      create table alaas.jobs (
        sequence bigint generated always as identity primary key,
        id text not null constraint jobs_id unique,
        project bigint not null references alaas.live_projects,
        kind text not null,
        status text not null check (
          status in ('queued', 'running', 'finished', 'failed', 'cancelled')
        ),
        requested_by text not null,
        request text not null,
        progress text,
        file text,
        error text,
        created_at timestamptz not null,
        finished_at timestamptz,
        expires_at timestamptz
      )`.execute(db);
    await sql`create index jobs_project on alaas.jobs (project, sequence)`.execute(db);
    await sql`
      create table alaas.job_files (
        job bigint not null references alaas.jobs on delete cascade,
        part integer not null,
        bytes bytea not null,
        primary key (job, part)
      )`.execute(db);
    await sql`alter table alaas.job_files alter column bytes set storage external`.execute(db);
  },
};
