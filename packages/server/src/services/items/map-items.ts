import { sql } from 'kysely';
import type { ItemMap } from '@alaas/contracts';

import { requireAgent } from '../projects/agent-store.js';
import { vectorsAt } from '../projects/pool-store.js';
import type { Sql } from '../projects/live-project.js';
import { itemsOf, readItems } from './item-rows.js';

/** Of the items that are drawn, at most this share are such as people were asked for. */
const ASKED_SHARE = 0.5;

/**
 * A sample of the items of a project with their embeddings: those that people were asked for last,
 * then such as a fixed shuffle of the pool puts first. Same pool, same sample.
 *
 * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_STATUS_UNFIT` while the pool is being read.
 */
export async function mapItems(db: Sql, id: string, limit: number): Promise<ItemMap> {
  const { row, columns } = await requireAgent(db, id);
  const project = row.sequence;
  const asked = Math.ceil(limit * ASKED_SHARE);
  // Multiplying by an odd number shuffles the numbers below a power of two.
  const { rows } = await sql<{ position: number }>`
    with asked as (
      select position from alaas.live_tasks where project = ${project}::bigint
      order by settled_at desc nulls last, position limit ${asked}
    ), others as (
      select position from alaas.live_items
      where project = ${project}::bigint and position not in (select position from asked)
      order by (position::bigint * 2654435761) % 4294967296
      limit ${limit}::bigint - (select count(*) from asked)
    )
    select position from asked union all select position from others`.execute(db);
  const positions = rows.map(({ position }) => position).sort((a, b) => a - b);
  const items = await readItems(
    db,
    await itemsOf(db, row),
    sql`where pool.project = ${project}::bigint and pool.position = any(${positions}::integer[])
      order by pool.position`,
  );
  const embeddings = await vectorsAt(db, { project, columns, positions });
  return {
    items: items.map(({ position, name, state, label, batch, strategy, prediction }) => ({
      position,
      name,
      state,
      label,
      batch,
      strategy,
      prediction,
    })),
    columns,
    embeddings: embeddings.toString('base64'),
  };
}
