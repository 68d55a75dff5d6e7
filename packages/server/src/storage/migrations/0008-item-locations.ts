import { sql, type Migration } from 'kysely';

/** Where the content of each item of a live project lies, and who had which item. */
export const itemLocations: Migration = {
  async up(db) {
    await sql`alter table alaas.live_items add column location text`.execute(db);
    await sql`
      create index live_assignments_item
      on alaas.live_assignments (project, position, annotator)`.execute(db);
  },
};
