import { sql, type Migration } from 'kysely';

/** What each model takes for what, on the holdout. */
export const modelEvaluations: Migration = {
  async up(db) {
    await sql`alter table alaas.live_models add column confusion text`.execute(db);
  },
};
