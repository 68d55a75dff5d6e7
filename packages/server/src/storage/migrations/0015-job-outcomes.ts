import { sql, type Migration } from 'kysely';

/** Jobs that write no file say what came of them; one that makes a project has none at first. */
export const jobOutcomes: Migration = {
  async up(db) {
    await sql`
      alter table alaas.jobs add column outcome text, alter column project drop not null`.execute(
      db,
    );
  },
};
