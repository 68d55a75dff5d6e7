import { sql } from 'kysely';
import type { ItemFilter, ItemPage } from '@alaas/contracts';

import { decodeCursor, encodeCursor } from '../page-cursor.js';
import type { ProjectRow, Sql } from '../projects/live-project.js';
import { itemCondition, itemsOf, itemTables, readItems } from './item-rows.js';

/** Which page of which items. */
export interface ItemListQuery extends Partial<ItemFilter> {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Position behind which the page begins, where there is no cursor. */
  readonly after?: number | undefined;
}

/** A page of the items of a project, by position. */
export async function listItems(
  db: Sql,
  project: ProjectRow,
  { limit, cursor, after = -1, ...filter }: ItemListQuery,
): Promise<ItemPage> {
  const of = await itemsOf(db, project);
  const last = cursor === undefined ? after : Number(decodeCursor(cursor));
  const found = await readItems(
    db,
    of,
    sql`where ${itemCondition(of, filter)} and pool.position > ${last}::bigint
      order by pool.position limit ${limit + 1}`,
  );
  const items = found.slice(0, limit);
  const end = items.at(-1);
  const isMore = found.length > limit && end !== undefined;
  return { items, nextCursor: isMore ? encodeCursor(`${end.position}`) : null };
}

/** The positions of all items that fit, in order. Cost: one look at each item of the pool. */
export async function itemPositions(
  db: Sql,
  project: ProjectRow,
  filter: Partial<ItemFilter>,
): Promise<number[]> {
  const of = await itemsOf(db, project);
  const { rows } = await sql<{ position: number }>`
    select pool.position from ${itemTables(of)}
    where ${itemCondition(of, filter)} order by pool.position`.execute(db);
  return rows.map(({ position }) => position);
}
