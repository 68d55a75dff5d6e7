import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { AlaasError } from '@alaas/contracts';
import { databaseError } from './database-error.js';
import {
  openDatabase,
  type Database,
  type DatabaseOptions,
  type DatabasePlace,
} from './database.js';
import { findCluster } from './embedded/cluster.js';

/** What `alaas doctor` says of the database. */
export type DatabaseCheck =
  | {
      readonly ok: true;
      /** As `18.4`. */
      readonly version: string;
      /** Where the data lies; undefined when there is none yet. */
      readonly place: DatabasePlace | undefined;
      readonly seconds: number;
    }
  | { readonly ok: false; readonly error: AlaasError };

/**
 * Starts the database (or reaches the external one), asks for its version, and closes it. A data
 * folder without a database stays without one: the trial runs in a temporary folder then.
 */
export async function checkDatabase(options: DatabaseOptions): Promise<DatabaseCheck> {
  const started = performance.now();
  try {
    if (isExternal(options) || findCluster(options.home) !== undefined) {
      const { version, place } = await tryOut(options, async () => undefined);
      return { ok: true, version, place, seconds: secondsSince(started) };
    }
    const home = await mkdtemp(join(tmpdir(), 'alaas-check-'));
    const { version } = await tryOut({ ...options, home }, async ({ place }) => {
      await rm(home, { recursive: true, force: true });
      if (place.kind === 'embedded') await rm(place.directory, { recursive: true, force: true });
    });
    return { ok: true, version, place: undefined, seconds: secondsSince(started) };
  } catch (error) {
    return { ok: false, error: databaseError(error) };
  }
}

function isExternal({ databaseUrl }: DatabaseOptions): boolean {
  return databaseUrl !== undefined && databaseUrl !== '';
}

async function tryOut(
  options: DatabaseOptions,
  cleanUp: (database: Database) => Promise<void>,
): Promise<{ version: string; place: DatabasePlace }> {
  const database = await openDatabase(options);
  try {
    const { rows } = await sql<{ version: string }>`
      select split_part(current_setting('server_version'), ' ', 1) as version`.execute(
      database.sql,
    );
    return { version: rows[0]?.version ?? '', place: database.place };
  } finally {
    await database.close();
    await cleanUp(database);
  }
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
