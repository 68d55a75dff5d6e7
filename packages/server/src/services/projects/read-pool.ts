import { AlaasError } from '@alaas/contracts';

import { loadRunData } from '../run/data/load-run-data.js';
import type { ProjectWork, StepOutcome } from './project-work.js';
import { ingestPool } from './ingest-pool.js';
import type { ProjectRow } from './live-project.js';
import { projectSettings } from './project-settings.js';
import { assemblePool } from './shards/assemble-pool.js';
import { planShards } from './shards/plan-shards.js';
import { refusesTooMuch, removeShards, shardFigures } from './shards/shard-store.js';

/**
 * Takes the pool of a project in: a small one at once; a large one is cut into shards first, which
 * all workers encode, and taken in when none of them is open.
 *
 * @throws CodedError as `planShards`, `loadRunData` and `assemblePool`.
 */
export async function readPool(work: ProjectWork, row: ProjectRow): Promise<StepOutcome> {
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
