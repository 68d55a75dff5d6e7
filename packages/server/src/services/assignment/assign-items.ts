import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { AlaasError, type Assignment, type ItemKind } from '@alaas/contracts';

import { contentUrlOf, itemKindOf } from '../items/item-kind.js';
import { COLD_START } from '../projects/publish-batch.js';
import { assignmentReason, type AskedFor } from './assignment-reason.js';
import type { AnnotatorAtWork } from './labelling-context.js';
import { lockItem, settleItem } from './settle-item.js';

interface AssignmentRow extends AskedFor {
  readonly id: string;
  readonly item: string;
  readonly position: number;
  readonly expires_at: Date;
}

/**
 * Sees to it that an annotator has `count` items: first those that were handed out before, then new
 * ones, the batch before what lies ahead of it. Nobody gets an item twice, and no more people than
 * wanted have it at a time.
 */
export async function assignItems(
  work: AnnotatorAtWork,
  count: number,
): Promise<readonly Assignment[]> {
  // One request of an annotator at a time: two at once would take twice as much.
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${`${work.row.id}/${work.annotator}`}, 0))
  `.execute(work.db);
  await expireAssignments(work);
  const held = await heldAssignments(work);
  if (held.length >= count) return held;
  await takeItems(work, count - held.length);
  return heldAssignments(work);
}

/** Frees items whose time is over. */
async function expireAssignments({ db, row, now }: AnnotatorAtWork): Promise<void> {
  await sql`
    with due as (
      select sequence, position from alaas.live_assignments
      where project = ${row.sequence}::bigint and state = 'open' and expires_at <= ${now}
      order by position for update skip locked
    ), expired as (
      update alaas.live_assignments set state = 'expired'
      where sequence in (select sequence from due) returning position
    )
    update alaas.live_tasks as task set taken = task.taken - freed.count
    from (select position, count(*)::integer as count from expired group by position) as freed
    where task.project = ${row.sequence}::bigint and task.position = freed.position`.execute(db);
}

async function heldAssignments(work: AnnotatorAtWork): Promise<Assignment[]> {
  const { db, row, annotator } = work;
  const { rows } = await sql<AssignmentRow>`
    select given.id, pool.item, given.position, task.batch, task.strategy, given.expires_at,
      task.strategy = ${COLD_START} and task.batch = (
        select min(number) from alaas.live_batches as batch
        where batch.project = given.project and batch.strategy = ${COLD_START}
      ) as "isSeed"
    from alaas.live_assignments as given
    join alaas.live_tasks as task using (project, position)
    join alaas.live_items as pool using (project, position)
    where given.project = ${row.sequence}::bigint and given.annotator = ${annotator}
      and given.state = 'open'
    order by given.sequence`.execute(db);
  const kind = itemKindOf(row);
  return rows.map((one) => toAssignment(one, { project: row.id, kind }));
}

/** Counting `taken` up makes others look at the item again that they were about to take. */
async function takeItems(work: AnnotatorAtWork, count: number): Promise<void> {
  const { db, row, annotator, now, labelling } = work;
  const ids = Array.from({ length: count }, () => randomUUID());
  const expires = new Date(now.getTime() + labelling.leaseSeconds * 1000);
  await sql`
    with free as (
      select task.project, task.position, task.batch, task.place
      from alaas.live_tasks as task
      where task.project = ${row.sequence}::bigint and task.state = 'open'
        and task.taken < task.wanted
        and not exists (
          select from alaas.live_assignments as given
          where given.project = task.project and given.position = task.position
            and given.annotator = ${annotator} and given.state = 'open')
        and coalesce((
          select entry.kind from alaas.live_ledger as entry
          where entry.project = task.project and entry.position = task.position
            and entry.annotator = ${annotator} and entry.kind <> 'flag'
          order by entry.sequence desc limit 1), 'undo') = 'undo'
      order by task.batch nulls last, task.place
      limit ${count} for update of task skip locked
    ), taken as (
      update alaas.live_tasks as task set taken = task.taken + 1 from free
      where task.project = free.project and task.position = free.position
      returning task.project, task.position, free.batch, free.place
    )
    insert into alaas.live_assignments
      (id, project, position, annotator, state, created_at, expires_at)
    select (${ids}::text[])[row_number() over (order by batch nulls last, place)],
      project, position, ${annotator}, 'open', ${now}, ${expires}
    from taken order by batch nulls last, place`.execute(db);
}

/** Gives the annotator the full time again. @throws AlaasError as `openAssignment`. */
export async function renewAssignment(work: AnnotatorAtWork, id: string): Promise<Assignment> {
  const { db, labelling, now } = work;
  await openAssignment(work, id);
  const expires = new Date(now.getTime() + labelling.leaseSeconds * 1000);
  await db
    .updateTable('live_assignments')
    // A clock that was set back must not take time away.
    .set({ expires_at: sql<Date>`greatest(expires_at, ${expires})` })
    .where('id', '=', id)
    .execute();
  return (await heldAssignments(work)).find((one) => one.id === id)!;
}

/** Gives items back; all that the annotator has where none is named. */
export async function returnAssignments(work: AnnotatorAtWork, id?: string): Promise<number> {
  const { db, row, annotator, now } = work;
  if (id !== undefined) await openAssignment(work, id);
  let query = db
    .updateTable('live_assignments')
    .set({ state: 'returned' })
    .where('project', '=', row.sequence)
    .where('annotator', '=', annotator)
    .where('state', '=', 'open');
  if (id !== undefined) query = query.where('id', '=', id);
  const returned = await query.returning('position').execute();
  const positions = returned.map(({ position }) => position).sort((a, b) => a - b);
  for (const position of positions) {
    await lockItem(db, row.sequence, position);
    await settleItem(db, { project: row.sequence, position, now });
  }
  return returned.length;
}

/**
 * The assignment of an annotator that waits for an answer, locked.
 *
 * @throws AlaasError `ASSIGNMENT_UNKNOWN` (also for one of somebody else), `ASSIGNMENT_EXPIRED`,
 *   `ASSIGNMENT_CLOSED`.
 */
export async function openAssignment(
  { db, row, annotator, now }: AnnotatorAtWork,
  id: string,
): Promise<{ readonly sequence: string; readonly position: number }> {
  const found = await db
    .selectFrom('live_assignments')
    .select(['sequence', 'position', 'state', 'expires_at'])
    .where('id', '=', id)
    .where('project', '=', row.sequence)
    .where('annotator', '=', annotator)
    .forUpdate()
    .executeTakeFirst();
  const details = { field: 'assignment', value: id };
  if (found === undefined) {
    throw new AlaasError('ASSIGNMENT_UNKNOWN', `You have no assignment ${id}.`, details);
  }
  const { state } = found;
  if (state === 'expired' || (state === 'open' && found.expires_at <= now)) {
    const message = `The time for the assignment ${id} is over.`;
    throw new AlaasError('ASSIGNMENT_EXPIRED', message, details);
  }
  if (state === 'open') return found;
  throw new AlaasError('ASSIGNMENT_CLOSED', `The assignment ${id} was ${state} before.`, details);
}

function toAssignment(
  row: AssignmentRow,
  { project, kind }: { readonly project: string; readonly kind: ItemKind },
): Assignment {
  const { id, item, position, batch } = row;
  return {
    id,
    item,
    position,
    kind,
    contentUrl: contentUrlOf(project, { position, kind }),
    reason: assignmentReason(row),
    batch,
    expiresAt: row.expires_at.toISOString(),
  };
}
