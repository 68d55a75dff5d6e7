import { randomUUID } from 'node:crypto';

import type { Database } from '../../../storage/database.js';
import type { LoadedProject } from '../../config/load-project-config.js';
import { openItemSource, type ItemsOfPart } from '../../run/data/item-source.js';
import { durably, projectRow } from '../live-project.js';
import { partsToEncode } from './pool-parts.js';
import { addShards, shardFigures, type ShardPart } from './shard-store.js';

/**
 * Items of one shard: half a second of work or more for the bundled encoders, beside which what a
 * shard costs by itself is small, and few enough that the last one keeps nobody waiting for long.
 */
const SHARD_ITEMS = 500;

/** The project whose pool is to be cut. */
interface PlanTask {
  readonly id: string;
  readonly project: LoadedProject;
  readonly signal: AbortSignal;
}

/**
 * Lists the pool of a project and cuts it into shards; a pool that fits into one is left to whoever
 * asks.
 *
 * @returns whether there are shards.
 * @throws CodedError of sources; `CANCELLED`.
 */
export async function planShards(
  database: Database,
  { id, project, signal }: PlanTask,
): Promise<boolean> {
  const names = new Map<ShardPart, readonly string[]>();
  for (const [part, items] of partsToEncode(project)) {
    names.set(part, await namesOf(items, project.folder, signal));
  }
  const total = [...names.values()].reduce((sum, { length }) => sum + length, 0);
  if (total <= SHARD_ITEMS) return false;
  const plan = randomUUID();
  await durably(database, async (trx) => {
    const { sequence } = await projectRow(trx, id, { lock: true });
    if (await shardFigures(trx, sequence)) return;
    for (const [part, list] of names) {
      await addShards(trx, { project: sequence, part, plan, size: SHARD_ITEMS }, list);
    }
  });
  return true;
}

async function namesOf(items: ItemsOfPart, folder: string, signal: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  for await (const { id } of openItemSource(items, folder).items(signal)) names.push(id);
  return names;
}
