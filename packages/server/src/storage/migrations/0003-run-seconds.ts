import { sql, type Migration } from 'kysely';

/** What a run cost, so that a repeated one can tell what it saved. */
export const runSeconds: Migration = {
  async up(db) {
    await sql`
      alter table alaas.runs add column work_seconds double precision not null default 0
    `.execute(db);
  },
};
