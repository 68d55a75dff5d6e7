import { sql, type Migration } from 'kysely';

/** Selections asked for over HTTP, and what happened to each. */
export const selectionJobs: Migration = {
  async up(db) {
    await sql`
      create table alaas.selection_jobs (
        sequence bigint generated always as identity primary key,
        id text not null constraint selection_jobs_id unique,
        owner text not null,
        idempotency_key text,
        status text not null check (
          status in ('queued', 'running', 'finished', 'failed', 'cancelled')
        ),
        strategy text not null,
        budget integer not null,
        -- Texts, because jsonb refuses the character U+0000, which an item may hold.
        request text,
        progress text,
        result text,
        error text,
        attempts integer not null default 0,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        constraint selection_jobs_key unique (owner, idempotency_key)
      )`.execute(db);
    await sql`
      create table alaas.selection_events (
        job bigint not null references alaas.selection_jobs on delete cascade,
        number integer not null,
        event text not null,
        primary key (job, number)
      )`.execute(db);
  },
};
