import { sql, type Migration } from 'kysely';

/** Projects, their runs, and what a run keeps: items, selections, labels. */
export const projects: Migration = {
  async up(db) {
    await sql`
      create table alaas.projects (
        project_id text primary key,
        created_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table alaas.runs (
        sequence bigint generated always as identity primary key,
        project_id text not null references alaas.projects,
        run_id text not null,
        status text not null check (
          status in ('running', 'waiting', 'finished', 'cancelled', 'failed')
        ),
        config_digest text not null,
        created_at timestamptz not null default now(),
        constraint runs_run_id unique (project_id, run_id)
      )`.execute(db);
    await sql`
      create table alaas.items (
        run_sequence bigint not null references alaas.runs,
        position integer not null,
        item text not null,
        primary key (run_sequence, position)
      )`.execute(db);
    // An index on the digest, because an index entry must stay below 2.7 kB and a URL may not.
    await sql`create unique index items_item on alaas.items (run_sequence, md5(item))`.execute(db);
    await sql`
      create table alaas.selections (
        run_sequence bigint not null references alaas.runs,
        round integer not null,
        strategy text not null,
        items jsonb not null,
        created_at timestamptz not null default now(),
        constraint selections_round primary key (run_sequence, round)
      )`.execute(db);
    await sql`
      create table alaas.labels (
        sequence bigint generated always as identity primary key,
        run_sequence bigint not null,
        position integer not null,
        label text not null,
        annotator text not null,
        round integer not null,
        created_at timestamptz not null default now(),
        foreign key (run_sequence, position) references alaas.items
      )`.execute(db);
    await sql`create index labels_run on alaas.labels (run_sequence, sequence)`.execute(db);
    await sql`
      create function alaas.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'labels are append-only: add a new entry instead';
      end $$`.execute(db);
    await sql`
      create trigger labels_append_only before update or delete on alaas.labels
      for each statement execute function alaas.refuse_change()`.execute(db);
  },
};
