import { sql, type Migration } from 'kysely';

/** What people told the agents of live projects. */
export const liveInterventions: Migration = {
  async up(db) {
    await sql`
      create table alaas.live_interventions (
        project bigint not null references alaas.live_projects,
        number integer not null,
        -- Observations of the agent when it was given.
        observed integer not null,
        intervention text not null,
        actor text not null,
        created_at timestamptz not null,
        primary key (project, number)
      )`.execute(db);
    await sql`
      create trigger live_interventions_append_only
      before update or delete on alaas.live_interventions
      for each statement execute function alaas.refuse_rewriting()`.execute(db);
  },
};
