import { sql } from 'kysely';
import { AlaasError } from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { loadRunData } from '../run/data/load-run-data.js';
import type { ProjectWork, StepOutcome } from './project-work.js';
import { readAgent } from './agent-store.js';
import { ingestPool } from './ingest-pool.js';
import type { ProjectRow } from './live-project.js';
import { projectSettings } from './project-settings.js';
import { assemblePool } from './shards/assemble-pool.js';
import { planShards } from './shards/plan-shards.js';
import { refusesTooMuch, removeShards, shardFigures } from './shards/shard-store.js';

/** Class of the advisory locks of those who read a pool; the other half is a hash of the project. */
const LOCK_CLASS = 4_117_004;

/**
 * Takes the pool of a project in: a small one at once; a large one is cut into shards first, which
 * all workers encode, and taken in when none of them is open. While another round reads the pool,
 * which may be that of another worker, it is left to that one.
 *
 * @throws CodedError as `planShards`, `loadRunData` and `assemblePool`.
 */
export async function readPool(work: ProjectWork, row: ProjectRow): Promise<StepOutcome> {
  const { database } = work;
  const outcome = await ifAlone(database, row.id, async () =>
    // Another round may just have done it.
    (await readAgent(database.sql, row.id)) ? 'worked' : takeIn(work, row),
  );
  return outcome ?? 'encodes';
}

/** Does what only one at a time may do for a project, unless somebody is at it. */
async function ifAlone<Answer>(
  { sql: db }: Database,
  project: string,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  return db.connection().execute(async (connection) => {
    const key = sql`${LOCK_CLASS}::integer, hashtext(${project})`;
    const { rows } = await sql<{
      mine: boolean;
    }>`select pg_try_advisory_lock(${key}) as mine`.execute(connection);
    if (rows[0]?.mine !== true) return undefined;
    try {
      return await work();
    } finally {
      // It falls with the connection too.
      await sql`select pg_advisory_unlock(${key})`.execute(connection).catch(() => undefined);
    }
  });
}

async function takeIn(work: ProjectWork, row: ProjectRow): Promise<StepOutcome> {
  const { database, means, signal } = work;
  const { id, sequence, config } = row;
  const db = database.sql;
  const project = await projectSettings(JSON.parse(config) as Record<string, unknown>, means);
  const figures = await shardFigures(db, sequence);
  if (figures === undefined) {
    if (await planShards(database, { id, project, signal })) return 'encodes';
    await ingestPool(database, { id, project, load: () => loadRunData(project, { signal }) });
    return 'worked';
  }
  const isHopeless = refusesTooMuch(figures, project.config.maxQuarantinedShare);
  if (figures.open > 0 && !isHopeless) return 'encodes';
  const load = () => assemblePool(db, { sequence, project, signal });
  try {
    await ingestPool(database, { id, project, load });
  } catch (error) {
    // Whoever puts its source right and resumes finds what changed; most comes from caches then.
    const { row: kind, code } = AlaasError.from(error);
    if (!kind.retryable && code !== 'CANCELLED') await removeShards(db, sequence);
    throw error;
  }
  return 'worked';
}
