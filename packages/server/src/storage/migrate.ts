import { Migrator, sql, type Kysely } from 'kysely';
import { AlaasError } from '@alaas/contracts';
import { databaseError } from './database-error.js';
import { MIGRATIONS } from './migrations/index.js';

/** The schema that holds all tables, so that a shared database can hold others too. */
export const SCHEMA = 'alaas';

/**
 * Brings the tables up to date, all or nothing; does nothing when they are.
 *
 * @throws AlaasError `DATABASE_NEWER` when the database knows a migration that we do not.
 */
export async function migrate<Tables>(db: Kysely<Tables>): Promise<void> {
  await refuseNewer(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableSchema: SCHEMA,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  // Another, newer program may have migrated between our look and our turn.
  await refuseNewer(db);
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
  const cause = databaseError(error);
  if (cause.code !== 'DATABASE_REFUSED') throw cause;
  throw new AlaasError(
    'DATABASE_MIGRATION_FAILED',
    `The tables could not be brought up to date${failed === undefined ? '' : ` by ${failed}`}: ${cause.message}`,
    { cause: error },
  );
}

async function refuseNewer<Tables>(db: Kysely<Tables>): Promise<void> {
  const table = `${SCHEMA}.kysely_migration`;
  const present = await sql<{ there: boolean }>`
    select to_regclass(${table}) is not null as there`.execute(db);
  if (present.rows[0]?.there !== true) return;
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)}`.execute(db);
  const unknown = rows.map(({ name }) => name).filter((name) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown.length === 0) return;
  throw new AlaasError(
    'DATABASE_NEWER',
    `The database was written by a newer ALaaS (its change ${unknown.sort().join(', ')} is unknown here).`,
    { value: unknown },
  );
}
