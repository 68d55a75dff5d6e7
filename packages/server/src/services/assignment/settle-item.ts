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

interface Opinion {
  readonly kind: 'label' | 'cannot-tell' | 'skip';
  readonly label: string | null;
}

/** So many people who skip an item say by it that nobody can label it. */
const SKIPS_TO_GIVE_UP = 3;

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
 * Counts the opinions on an item anew from the ledger, and settles it when there are enough: by the
 * label that most people gave, the one given first among equals; as unusable where more people could
 * not tell. Call it after `lockItem` and after every change of what is known of the item.
 */
export async function settleItem(db: Sql, task: SettleTask): Promise<SettledItem> {
  const { project, position, now } = task;
  const { rows } = await sql<Opinion>`
    select kind, label from (
      select distinct on (annotator) annotator, kind, label, sequence
      from alaas.live_ledger
      where project = ${project}::bigint and position = ${position}::integer and kind <> 'flag'
      order by annotator, sequence desc
    ) as latest
    where kind <> 'undo' order by sequence`.execute(db);
  const item = await db
    .selectFrom('live_tasks')
    .select(['wanted', 'batch', 'state', 'settled_at'])
    .where('project', '=', project)
    .where('position', '=', position)
    .executeTakeFirstOrThrow();
  const opinions = rows.filter(({ kind }) => kind !== 'skip');
  const isGivenUp = rows.length - opinions.length >= SKIPS_TO_GIVE_UP;
  const enough = opinions.length >= item.wanted || isGivenUp;
  const label = plurality(opinions);
  const state = !enough ? 'open' : label === null ? 'unusable' : 'labelled';
  await db
    .updateTable('live_tasks')
    .set({
      state,
      label: enough ? label : null,
      opinions: opinions.length,
      taken: sql<number>`${opinions.length}::integer + (
        select count(*)::integer from alaas.live_assignments as given
        where given.project = ${project}::bigint and given.position = ${position}::integer
          and given.state = 'open')`,
      settled_at: enough ? (item.settled_at ?? now) : null,
    })
    .where('project', '=', project)
    .where('position', '=', position)
    .execute();
  return { state, batch: item.batch };
}

/** The label of most opinions; null where most say that they cannot tell, or nothing. */
function plurality(opinions: readonly Opinion[]): string | null {
  const votes = new Map<string | null, number>();
  for (const { label } of opinions) votes.set(label, (votes.get(label) ?? 0) + 1);
  const unknown = votes.get(null) ?? 0;
  votes.delete(null);
  const most = Math.max(0, ...votes.values());
  if (most === 0 || most < unknown) return null;
  return [...votes].find(([, count]) => count === most)![0];
}
