import { sql, type Migration } from 'kysely';

/** What picks at random would have taken for what the leading model of each project has reached. */
export const randomPicks: Migration = {
  async up(db) {
    await sql`alter table alaas.live_agents add column random_picks text`.execute(db);
  },
};
