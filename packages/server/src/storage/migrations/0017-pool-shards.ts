import { sql, type Migration } from 'kysely';

/**
 * Pieces of pools that are being encoded, by any worker. They lie here because workers on several
 * machines share nothing but the database; they go when the pool is taken in.
 */
export const poolShards: Migration = {
  async up(db) {
    await sql`
      create table alaas.live_shards (
        project bigint not null references alaas.live_projects,
        part text not null check (part in ('pool', 'test')),
        -- Place of its first item among all that the source lists.
        first_item integer not null,
        -- Of all shards of one listing of the source.
        plan text not null,
        -- Names, in the order of the source.
        items text[] not null,
        -- The rest is null until it is encoded.
        outcome text,
        refused integer,
        columns integer,
        float32 bytea,
        primary key (project, part, first_item)
      )`.execute(db);
  },
};
