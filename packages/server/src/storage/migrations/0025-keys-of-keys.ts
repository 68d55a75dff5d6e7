import { sql, type Migration } from 'kysely';

/** With which key each key was made, so that it ends with it; null for those made from a session. */
export const keysOfKeys: Migration = {
  async up(db) {
    await sql`
      alter table alaas.api_keys add column made_with bigint references alaas.api_keys`.execute(db);
  },
};
