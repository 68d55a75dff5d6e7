import { sql, type Migration } from 'kysely';

/** Live projects: their pools, what their agents came to, who has which item, and the ledger. */
export const liveProjects: Migration = {
  async up(db) {
    await sql`
      create table alaas.live_projects (
        sequence bigint generated always as identity primary key,
        id text not null constraint live_projects_id unique,
        name text not null,
        status text not null check (
          status in ('created', 'poc', 'running', 'paused', 'stopped', 'archived')
        ),
        -- The status to which a paused project goes back.
        paused_from text check (paused_from in ('created', 'poc', 'running')),
        version integer not null default 1,
        -- Texts: they are read as a whole.
        config text not null,
        labelling text not null,
        work text not null default 'read-pool',
        problem text,
        created_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table alaas.live_pools (
        project bigint primary key references alaas.live_projects,
        columns integer not null,
        classes text not null,
        -- Labels of the test items, in their order; null without test items.
        test_labels text,
        digest text not null,
        quarantined text not null,
        created_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table alaas.live_items (
        project bigint not null references alaas.live_projects,
        position integer not null,
        item text not null,
        primary key (project, position)
      )`.execute(db);
    await sql`
      create unique index live_items_item on alaas.live_items (project, md5(item))`.execute(db);
    await sql`
      create table alaas.live_embeddings (
        project bigint not null references alaas.live_projects,
        part text not null check (part in ('pool', 'test')),
        first_row integer not null,
        -- Little-endian, row by row.
        float32 bytea not null,
        primary key (project, part, first_row)
      )`.execute(db);
    // Vectors do not compress, and trying costs time.
    await sql`
      alter table alaas.live_embeddings alter column float32 set storage external`.execute(db);
    await sql`
      create table alaas.live_agents (
        project bigint primary key references alaas.live_projects,
        settings text not null,
        observed integer not null,
        state text not null,
        updated_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table alaas.live_observations (
        project bigint not null references alaas.live_projects,
        -- Observations of the agent before this one.
        observed integer not null,
        observation text not null,
        created_at timestamptz not null default now(),
        primary key (project, observed)
      )`.execute(db);
    await sql`
      create table alaas.live_models (
        project bigint not null references alaas.live_projects,
        version integer not null,
        arm text not null,
        observed integer not null,
        labels integer not null,
        value double precision,
        created_at timestamptz not null default now(),
        primary key (project, version)
      )`.execute(db);
    await sql`
      create table alaas.live_batches (
        project bigint not null references alaas.live_projects,
        number integer not null,
        strategy text not null,
        rung integer not null,
        observed integer not null,
        positions integer[] not null,
        created_at timestamptz not null default now(),
        closed_at timestamptz,
        primary key (project, number)
      )`.execute(db);
    await sql`
      create table alaas.live_tasks (
        project bigint not null,
        position integer not null,
        -- Null: handed out ahead of the next batch.
        batch integer,
        place integer not null,
        strategy text not null,
        rung integer not null,
        state text not null check (state in ('open', 'labelled', 'unusable')),
        -- Opinions that are wanted, that are there, and that are there or being made.
        wanted integer not null,
        opinions integer not null default 0,
        taken integer not null default 0,
        label text,
        settled_at timestamptz,
        primary key (project, position),
        foreign key (project, position) references alaas.live_items
      )`.execute(db);
    await sql`
      create index live_tasks_open on alaas.live_tasks (project, batch nulls last, place)
      where state = 'open' and taken < wanted`.execute(db);
    await sql`
      create table alaas.live_assignments (
        sequence bigint generated always as identity primary key,
        id text not null constraint live_assignments_id unique,
        project bigint not null,
        position integer not null,
        annotator text not null,
        state text not null check (state in ('open', 'answered', 'returned', 'expired')),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        foreign key (project, position) references alaas.live_tasks
      )`.execute(db);
    await sql`
      create unique index live_assignments_open
      on alaas.live_assignments (project, annotator, position) where state = 'open'`.execute(db);
    await sql`
      create index live_assignments_due
      on alaas.live_assignments (project, expires_at) where state = 'open'`.execute(db);
    await sql`
      create table alaas.live_ledger (
        sequence bigint generated always as identity primary key,
        project bigint not null,
        position integer not null,
        annotator text not null,
        kind text not null check (kind in ('label', 'cannot-tell', 'skip', 'flag', 'undo')),
        label text check ((kind = 'label') = (label is not null)),
        comment text,
        active_seconds double precision not null,
        batch integer,
        strategy text not null,
        rung integer not null,
        model_version integer,
        client text,
        -- The assignment that it answers: at most one answer each.
        assignment bigint references alaas.live_assignments,
        replaces bigint references alaas.live_ledger,
        created_at timestamptz not null,
        foreign key (project, position) references alaas.live_tasks
      )`.execute(db);
    await sql`
      create unique index live_ledger_answer on alaas.live_ledger (assignment)
      where kind in ('label', 'cannot-tell', 'skip') and replaces is null`.execute(db);
    // An entry is replaced once: the next correction replaces the correction.
    await sql`
      create unique index live_ledger_replaces on alaas.live_ledger (replaces)`.execute(db);
    await sql`
      create index live_ledger_item
      on alaas.live_ledger (project, position, annotator)`.execute(db);
    await sql`create index live_ledger_project on alaas.live_ledger (project, sequence)`.execute(
      db,
    );
    await sql`
      create function alaas.refuse_rewriting() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: add a new entry instead', tg_table_name;
      end $$`.execute(db);
    for (const table of ['live_ledger', 'live_observations']) {
      await sql`
        create trigger ${sql.ref(`${table}_append_only`)}
        before update or delete on ${sql.table(`alaas.${table}`)}
        for each statement execute function alaas.refuse_rewriting()`.execute(db);
    }
    await sql`
      create table alaas.idempotency_keys (
        actor text not null,
        key text not null,
        request_digest text not null,
        response text,
        created_at timestamptz not null,
        primary key (actor, key)
      )`.execute(db);
  },
};
