import type { LoadedProject } from '../config/load-project-config.js';
import type { Database } from '../../storage/database.js';
import { startAgent } from '@alaas/core';
import { AlaasError } from '@alaas/contracts';
import { agentSettings } from '../run/agent/agent-plan.js';
import { isAgentMode } from '../run/agent/agent-mode.js';
import type { RunData } from '../run/data/run-data.js';
import { storedLocations } from '../items/stored-location.js';
import { durably, projectRow, type Sql } from './live-project.js';
import { addItems, addVectors } from './pool-store.js';
import { appendEvents } from './project-events.js';
import { removeShards } from './shards/shard-store.js';

/** The pool of a project, and how to read it. */
interface IngestTask {
  readonly id: string;
  readonly project: LoadedProject;
  readonly load: () => Promise<RunData>;
}

/**
 * Reads the pool of a project and begins its agent, all or nothing; a pool that was read before is
 * left as it is.
 *
 * @throws CodedError as `load`.
 */
export async function ingestPool(
  database: Database,
  { id, project, load }: IngestTask,
): Promise<void> {
  const { sequence } = await projectRow(database.sql, id);
  if (await isTakenIn(database.sql, sequence)) return;
  const data = await load();
  try {
    await storePool(database, { id, project, data });
  } finally {
    await data.close();
  }
}

async function storePool(
  database: Database,
  { id, project, data }: { id: string; project: LoadedProject; data: RunData },
): Promise<void> {
  const settings = agentSettings(forAgent(project.config), data, 0);
  if (settings === undefined || data.classes === undefined) {
    throw new AlaasError('INTERNAL_ERROR', `Project ${id} was taken in without classes.`);
  }
  const { classes } = data;
  const locations = await storedLocations(data, project.config.data);
  await durably(database, async (trx) => {
    const { sequence, status } = await projectRow(trx, id, { lock: true });
    // The lock of who reads falls with its connection: then two may have read.
    if (await isTakenIn(trx, sequence)) return;
    await trx
      .insertInto('live_pools')
      .values({
        project: sequence,
        columns: data.pool.cols,
        classes: JSON.stringify(classes),
        test_labels: data.test ? JSON.stringify(data.test.labels) : null,
        digest: data.digest,
        quarantined: JSON.stringify(data.quarantined),
      })
      .execute();
    await addItems(trx, sequence, { first: 0, items: data.items, locations });
    await addVectors(trx, { project: sequence, part: 'pool', first: 0 }, data.pool);
    if (data.test) {
      await addVectors(trx, { project: sequence, part: 'test', first: 0 }, data.test.embeddings);
    }
    await removeShards(trx, sequence);
    const state = startAgent(settings);
    await trx
      .insertInto('live_agents')
      .values({
        project: sequence,
        settings: JSON.stringify(settings),
        observed: 0,
        state: JSON.stringify(state),
      })
      .execute();
    const next =
      status === 'paused' ? ({ paused_from: 'poc' } as const) : ({ status: 'poc' } as const);
    await trx
      .updateTable('live_projects')
      .set({ ...next, work: 'choose' })
      .where('sequence', '=', sequence)
      .execute();
    if (next.status) await appendEvents(trx, sequence, [{ kind: 'status', status: next.status }]);
  });
}

async function isTakenIn(db: Sql, sequence: string): Promise<boolean> {
  const known = await db
    .selectFrom('live_pools')
    .select('project')
    .where('project', '=', sequence)
    .executeTakeFirst();
  return known !== undefined;
}

/** A strategy that is named races alone: the agent still measures, forecasts and stops. */
function forAgent(config: LoadedProject['config']): LoadedProject['config'] {
  const { strategy, agent } = config;
  if (isAgentMode(strategy.id)) return config;
  return {
    ...config,
    strategy: { id: 'auto', options: {} },
    agent: { ...agent, arms: [strategy.id] },
  };
}
