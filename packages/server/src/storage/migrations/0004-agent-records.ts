import { sql, type Migration } from 'kysely';

/** What the agent of a run has come to, what people told it, and what happened. */
export const agentRecords: Migration = {
  async up(db) {
    await sql`
      create table alaas.agent_states (
        run_sequence bigint primary key references alaas.runs,
        observed integer not null,
        mode text not null,
        budget_labels integer not null,
        -- Of the decision that waits for a person.
        decision_asked integer,
        -- Texts: they are read as a whole and never asked into.
        state text not null,
        record text not null,
        updated_at timestamptz not null default now()
      )`.execute(db);
    await sql`
      create table alaas.interventions (
        run_sequence bigint not null references alaas.runs,
        number integer not null,
        observed integer not null,
        intervention text not null,
        created_at timestamptz not null default now(),
        primary key (run_sequence, number)
      )`.execute(db);
    await sql`
      create function alaas.refuse_undoing() returns trigger language plpgsql as $$
      begin
        raise exception 'interventions are append-only: what people decided stays on record';
      end $$`.execute(db);
    await sql`
      create trigger interventions_append_only before update or delete on alaas.interventions
      for each statement execute function alaas.refuse_undoing()`.execute(db);
    await sql`
      create table alaas.run_events (
        run_sequence bigint not null references alaas.runs,
        number integer not null,
        event text not null,
        created_at timestamptz not null default now(),
        primary key (run_sequence, number)
      )`.execute(db);
  },
};
