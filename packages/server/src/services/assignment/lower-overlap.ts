import { sql } from 'kysely';

import type { Sql } from '../projects/live-project.js';

/** How many people are to label each item from now on. */
export interface OverlapTask {
  readonly project: string;
  readonly overlap: number;
  readonly now: Date;
}

/**
 * Asks for no more opinions on items that are up for labelling than are wanted now, and settles those
 * that have enough, as the last opinion would. Fewer opinions are never made more: people were told
 * that an item is done. Whoever labels one of the items waits until the transaction ends.
 */
export async function lowerOverlap(db: Sql, { project, overlap, now }: OverlapTask): Promise<void> {
  // In the order in which those who label lock items: else they would wait for each other. A statement
  // of its own, so that the next one sees what they said meanwhile.
  await sql`
    select position from alaas.live_tasks
    where project = ${project}::bigint and state = 'open' and wanted > ${overlap}::integer
    order by position for update`.execute(db);
  const { rows } = await sql<{ position: number }>`
    update alaas.live_tasks set wanted = ${overlap}::integer
    where project = ${project}::bigint and state = 'open' and wanted > ${overlap}::integer
    returning position`.execute(db);
  await sql`
    select alaas.settle_item(${project}::bigint, position, ${now})
    from unnest(${rows.map(({ position }) => position)}::integer[]) as position`.execute(db);
}
