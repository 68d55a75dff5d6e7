import { createHash } from 'node:crypto';
import { AlaasError, type ItemsAddition } from '@alaas/contracts';
import { sliceRows, takeRows, type Matrix } from '@alaas/core';

import { additionSettings, TAKES_ITEMS, TAKES_NO_ITEMS } from '../../projects/addition-settings.js';
import { requireAgent } from '../../projects/agent-store.js';
import {
  durably,
  projectRow,
  requireStatus,
  type ProjectRow,
  type Sql,
} from '../../projects/live-project.js';
import { addItems as storeItems, addVectors } from '../../projects/pool-store.js';
import { readNewItems, type NewItems } from '../../projects/read-new-items.js';
import { recordIntervention } from '../../projects/record-intervention.js';
import type { JobTask } from '../job-task.js';
import { reporting } from '../reporting.js';

/**
 * Adds the items of a source to a project, at the end of its pool; those whose names are there count
 * as duplicates. The round at work goes on; the next batch may choose what is new. All or nothing;
 * what was encoded before a crash comes from the cache of embeddings.
 *
 * @throws AlaasError as `readNewItems`; `PROJECT_ITEMS_UNFIT`, `PROJECT_STATUS_UNFIT`.
 */
export async function addItems(task: JobTask, addition: ItemsAddition): Promise<void> {
  const { database, means, project } = task;
  const db = database.sql;
  const before = await projectRow(db, project);
  requireStatus(before, TAKES_ITEMS, TAKES_NO_ITEMS);
  const { columns } = await requireAgent(db, project);
  const settings = await additionSettings(before, addition, means);
  const known = await knownNames(db, before.sequence);
  const { namePrefix } = addition;
  const found = await reporting(task, (progress) =>
    readNewItems(settings, { known, namePrefix }, progress),
  );
  checkColumns(found, columns);
  await durably(database, async (trx) => {
    const row = await projectRow(trx, project, { lock: true });
    requireStatus(row, TAKES_ITEMS, TAKES_NO_ITEMS);
    const fresh = withoutKnown(found, await knownNames(trx, row.sequence));
    const added = fresh.items.length;
    if (added > 0) await grow(trx, { row, fresh, actor: task.requestedBy });
    const quarantined = fresh.quarantined.length;
    await task.finish(trx, { added, duplicates: fresh.duplicates, quarantined });
  });
}

async function knownNames(db: Sql, project: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('live_items')
    .select('item')
    .where('project', '=', project)
    .execute();
  return new Set(rows.map(({ item }) => item));
}

function checkColumns({ vectors }: NewItems, columns: number): void {
  if (vectors === undefined || vectors.cols === columns) return;
  throw new AlaasError(
    'PROJECT_ITEMS_UNFIT',
    `The new vectors have ${vectors.cols} numbers, those of the pool ${columns}.`,
    { field: 'data', value: vectors.cols },
  );
}

/** Another job may have added the same names meanwhile. */
function withoutKnown(found: NewItems, known: ReadonlySet<string>): NewItems {
  const { items, locations, vectors, duplicates } = found;
  const rows = [...items.keys()].filter((row) => !known.has(items[row]!));
  return {
    ...found,
    items: rows.map((row) => items[row]!),
    locations: rows.map((row) => locations[row]!),
    vectors: vectors && rowsOf(vectors, rows),
    duplicates: duplicates + items.length - rows.length,
  };
}

/** All rows, as mostly, are not copied. */
function rowsOf(matrix: Matrix, rows: readonly number[]): Matrix {
  return rows.length === matrix.rows ? sliceRows(matrix, 0, matrix.rows) : takeRows(matrix, rows);
}

async function grow(
  trx: Sql,
  { row, fresh, actor }: { row: ProjectRow; fresh: NewItems; actor: string },
): Promise<void> {
  const project = row.sequence;
  const { state } = await requireAgent(trx, row.id);
  const first = state.settings.poolSize;
  await storeItems(trx, project, { first, items: fresh.items, locations: fresh.locations });
  await addVectors(trx, { project, part: 'pool', first }, fresh.vectors!);
  const pool = await trx
    .selectFrom('live_pools')
    .select(['digest', 'quarantined'])
    .where('project', '=', project)
    .executeTakeFirstOrThrow();
  const quarantined = [...(JSON.parse(pool.quarantined) as unknown[]), ...fresh.quarantined];
  await trx
    .updateTable('live_pools')
    .set({
      digest: createHash('sha256').update(pool.digest).update(fresh.digest).digest('hex'),
      quarantined: JSON.stringify(quarantined),
    })
    .where('project', '=', project)
    .execute();
  const intervention = { kind: 'grow', items: fresh.items.length } as const;
  await recordIntervention(trx, row, { intervention, actor, now: new Date() });
}
