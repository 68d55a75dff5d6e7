import { sql, type Migration } from 'kysely';

/**
 * What the present model of each project takes the items of its pool for. One row for a project: it is
 * written as a whole after each training, and 100,000 rows of their own would cost seconds each time.
 */
export const predictions: Migration = {
  async up(db) {
    await sql`
      create table alaas.live_predictions (
        project bigint primary key references alaas.live_projects,
        version integer not null,
        -- By position, from 0.
        classes integer[] not null,
        confidences real[] not null
      )`.execute(db);
  },
};
