import { sql } from 'kysely';
import type { Item, ItemPage } from '@alaas/contracts';

import { decodeCursor, encodeCursor } from '../page-cursor.js';
import type { ProjectRow, Sql } from '../projects/live-project.js';
import { contentUrlOf, itemKindOf } from './item-kind.js';

/** Which page of which items. */
export interface ItemListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly state?: Item['state'] | undefined;
  readonly label?: string | undefined;
}

type ItemRow = Omit<Item, 'kind' | 'contentUrl'>;

/** A page of the items of a project, by position. */
export async function listItems(
  db: Sql,
  project: ProjectRow,
  { limit, cursor, state, label }: ItemListQuery,
): Promise<ItemPage> {
  const after = cursor === undefined ? -1 : Number(decodeCursor(cursor));
  const { rows } = await sql<ItemRow>`
    select pool.position, pool.item as name, coalesce(task.state, 'waiting') as state, task.label,
      task.batch, task.strategy, coalesce(task.opinions, 0) as opinions,
      coalesce(task.taken - task.opinions, 0) as assigned
    from alaas.live_items as pool left join alaas.live_tasks as task using (project, position)
    where pool.project = ${project.sequence}::bigint and pool.position > ${after}::bigint
      ${state === undefined ? sql`` : sql`and coalesce(task.state, 'waiting') = ${state}`}
      ${label === undefined ? sql`` : sql`and task.label = ${label}`}
    order by pool.position limit ${limit + 1}`.execute(db);
  const kind = itemKindOf(project);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      ...row,
      kind,
      contentUrl: contentUrlOf(project.id, { ...row, kind }),
    })),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(`${last.position}`) : null,
  };
}
