import { sql, type Migration } from 'kysely';

/** How good the model is that each run of the command line delivered. */
export const deliveredModels: Migration = {
  async up(db) {
    await sql`alter table alaas.runs add column delivered text`.execute(db);
  },
};
