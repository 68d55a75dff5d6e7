import { sql } from 'kysely';

import type { Sql } from '../projects/live-project.js';

/** Which item of which project. */
export interface SettleTask {
  readonly project: string;
  readonly position: number;
  readonly now: Date;
}

/** What people came to on an item. */
export interface SettledItem {
  readonly state: 'open' | 'labelled' | 'unusable';
  /** The batch that the item belongs to; null where it was handed out ahead. */
  readonly batch: number | null;
}

/** Keeps others from an item until the transaction ends, so that opinions are counted one by one. */
export async function lockItem(db: Sql, project: string, position: number): Promise<void> {
  await db
    .selectFrom('live_tasks')
    .select('position')
    .where('project', '=', project)
    .where('position', '=', position)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * Counts the opinions on an item anew from the ledger, and settles it when there are enough. Call it
 * after `lockItem` and after every change of what is known of the item.
 */
export async function settleItem(
  db: Sql,
  { project, position, now }: SettleTask,
): Promise<SettledItem> {
  const { rows } = await sql<SettledItem>`
    select state, batch from alaas.settle_item(
      ${project}::bigint, ${position}::integer, ${now}
    )`.execute(db);
  return rows[0]!;
}
