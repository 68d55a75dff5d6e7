import { sql, type Migration } from 'kysely';

/** What happened in live projects, for those who look on. */
export const liveEvents: Migration = {
  async up(db) {
    await sql`
      create table alaas.live_events (
        project bigint not null references alaas.live_projects,
        -- From 1, without gaps: whoever adds one holds the lock of the project.
        number integer not null,
        event text not null,
        created_at timestamptz not null default now(),
        primary key (project, number)
      )`.execute(db);
  },
};
