import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { AlaasError, type Assignment, type LedgerEntry } from '@alaas/contracts';

import { contentUrlOf, itemKindOf } from '../items/item-kind.js';
import { AT_WORK, type ProjectRow, type Sql } from '../projects/live-project.js';
import { COLD_START } from '../projects/publish-batch.js';
import { assignmentReason, type AskedFor } from './assignment-reason.js';
import type { AnnotatorAtWork } from './labelling-context.js';
import { lockItem, settleItem } from './settle-item.js';

/** An item that an annotator has, as the database gives it. */
interface HeldItem extends Omit<AskedFor, 'isSeed'> {
  readonly id: string;
  readonly item: string;
  readonly position: number;
  /** Whether its batch is the first one of its strategy. */
  readonly isFirst: boolean;
  readonly expiresAt: string | Date;
  readonly suggestion: LedgerEntry['suggestion'];
}

/** What an annotator asks for. */
export interface HandOutTask {
  readonly project: string;
  readonly annotator: string;
  /** Items that the annotator is to have in all. */
  readonly count: number;
}

/** The project, as far as it says why there is nothing, and what the annotator has now. */
interface HandedOut {
  readonly project: ProjectRow;
  readonly assignments: readonly HeldItem[];
}

/** What an annotator has then, and the project. */
export interface HandOut {
  readonly row: ProjectRow;
  readonly assignments: readonly Assignment[];
}

/**
 * Sees to it that each annotator has `count` items: first those that were handed out before, then new
 * ones, the batch before what lies ahead of it. Nobody gets an item twice, and no more people than
 * wanted have it at a time. One call of the database for all of them, committed when this resolves.
 *
 * @returns undefined for each that names no project.
 */
export async function handOut(
  db: Sql,
  tasks: readonly HandOutTask[],
  now: Date,
): Promise<readonly (HandOut | undefined)[]> {
  const given = tasks.map(({ project, annotator, count }, n) => {
    const ids = Array.from({ length: count }, () => randomUUID());
    return { n, project, annotator, ids };
  });
  // Servers that lock annotators in the same order do not wait for each other in a circle.
  const { rows } = await sql<{ n: number; handed: HandedOut | null }>`
    select n, alaas.hand_out(project, annotator, ids, ${[...AT_WORK]}::text[], ${now}) as handed
    from (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as task (n integer, project text, annotator text, ids text[])
      order by project, annotator
    ) as task`.execute(db);
  const answers: (HandOut | undefined)[] = tasks.map(() => undefined);
  for (const { n, handed } of rows) {
    if (handed === null) continue;
    const row = { ...handed.project, sequence: `${handed.project.sequence}` };
    answers[n] = { row, assignments: handed.assignments.map((one) => toAssignment(one, row)) };
  }
  return answers;
}

async function heldAssignments({ db, row, annotator }: AnnotatorAtWork): Promise<Assignment[]> {
  const { rows } = await sql<HeldItem>`
    select * from alaas.held_items(${row.sequence}::bigint, ${annotator})`.execute(db);
  return rows.map((one) => toAssignment(one, row));
}

/**
 * Hands an item out whose answer the annotator took back: whoever answers anew has it before them, and
 * the same suggestion as before.
 */
export async function handOutAgain(work: AnnotatorAtWork, position: number): Promise<void> {
  const { db, row, annotator, now, labelling } = work;
  const expires = new Date(now.getTime() + labelling.leaseSeconds * 1000);
  await sql`
    with task as (
      update alaas.live_tasks set taken = taken + 1
      where project = ${row.sequence}::bigint and position = ${position}::integer
      returning project, position
    )
    insert into alaas.live_assignments
      (id, project, position, annotator, state, created_at, expires_at, suggestion)
    select ${randomUUID()}, project, position, ${annotator}, 'open', ${now}, ${expires}, (
      select suggestion from alaas.live_assignments as before
      where before.project = task.project and before.position = task.position
        and before.annotator = ${annotator}
      order by before.sequence desc limit 1)
    from task`.execute(db);
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
async function openAssignment(
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
  if (found === undefined) throw assignmentRefused(id, 'unknown');
  const { state } = found;
  if (state !== 'open') throw assignmentRefused(id, state);
  if (found.expires_at <= now) throw assignmentRefused(id, 'expired');
  return found;
}

/** Why an assignment takes no answer. */
export function assignmentRefused(id: string, state: string): AlaasError {
  const details = { field: 'assignment', value: id };
  switch (state) {
    case 'unknown':
      return new AlaasError('ASSIGNMENT_UNKNOWN', `You have no assignment ${id}.`, details);
    case 'expired': {
      const message = `The time for the assignment ${id} is over.`;
      return new AlaasError('ASSIGNMENT_EXPIRED', message, details);
    }
    default:
      return new AlaasError(
        'ASSIGNMENT_CLOSED',
        `The assignment ${id} was ${state} before.`,
        details,
      );
  }
}

function toAssignment(
  { isFirst, expiresAt, suggestion, ...held }: HeldItem,
  row: Pick<ProjectRow, 'id' | 'config'>,
): Assignment {
  const { id, item, position, batch } = held;
  const kind = itemKindOf(row);
  return {
    id,
    item,
    position,
    kind,
    contentUrl: contentUrlOf(row.id, { position, kind }),
    reason: assignmentReason({ ...held, isSeed: isFirst && held.strategy === COLD_START }),
    suggestion: suggestion?.shown ? shownOf(suggestion) : null,
    batch,
    expiresAt: new Date(expiresAt).toISOString(),
  };
}

function shownOf({ label, confidence, version }: NonNullable<HeldItem['suggestion']>) {
  return { label, confidence, version };
}
