import { sql, type Insertable } from 'kysely';
import { AlaasError, type Answer, type Correction, type LedgerEntry } from '@alaas/contracts';

import type { Tables } from '../../storage/tables.js';
import { handOutAgain } from './assign-items.js';
import { classesOf, classUnknown } from './known-classes.js';
import type { AnnotatorAtWork } from './labelling-context.js';
import { ledgerEntry, ownEntry } from './read-ledger.js';
import { lockItem, settleItem, type SettledItem } from './settle-item.js';

/** An entry of the ledger, and what it makes of its item. */
export interface TakenAnswer {
  readonly entry: LedgerEntry;
  readonly item: SettledItem;
}

/** What an entry says; the rest follows from the item and from what is live. */
type Said = Pick<Insertable<Tables['live_ledger']>, 'kind' | 'label' | 'replaces'> &
  Pick<Answer, 'comment' | 'client' | 'activeSeconds'> & { readonly position: number };

/**
 * Gives the annotator's item another label. The first one stays on record.
 *
 * @throws AlaasError `LABELLING_ENTRY_UNKNOWN`, `LABELLING_ENTRY_SETTLED` for an entry that is not
 *   the annotator's latest label of the item, `LABELLING_CLASS_UNKNOWN`.
 */
export async function correctEntry(
  work: AnnotatorAtWork,
  id: string,
  correction: Correction,
): Promise<TakenAnswer> {
  await requireClass(work, correction.label);
  const { sequence, position } = await latestEntry(work, id, ['label', 'cannot-tell']);
  return append(work, {
    ...correction,
    kind: 'label',
    position,
    replaces: sequence,
  });
}

/**
 * Takes an answer back, and hands the item out to the annotator again; until its batch is over, because
 * what was learnt from it cannot be unlearnt.
 *
 * @throws AlaasError `LABELLING_ENTRY_UNKNOWN`, `LABELLING_ENTRY_SETTLED`.
 */
export async function undoEntry(work: AnnotatorAtWork, id: string): Promise<TakenAnswer> {
  const { db, row } = work;
  const { sequence, position } = await latestEntry(work, id, ['label', 'cannot-tell', 'skip']);
  const over = await db
    .selectFrom('live_tasks')
    .innerJoin('live_batches', (join) =>
      join
        .onRef('live_batches.project', '=', 'live_tasks.project')
        .onRef('live_batches.number', '=', 'live_tasks.batch'),
    )
    .select('live_batches.number')
    .where('live_tasks.project', '=', row.sequence)
    .where('live_tasks.position', '=', position)
    .where('live_batches.closed_at', 'is not', null)
    .executeTakeFirst();
  if (over !== undefined) {
    throw settled(id, `Batch ${over.number} is over, and the model has learnt from the entry.`);
  }
  const taken = await append(work, {
    kind: 'undo',
    label: null,
    position,
    activeSeconds: 0,
    replaces: sequence,
  });
  if (taken.item.state === 'open') await handOutAgain(work, position);
  return taken;
}

/** The annotator's latest entry of an item, with the item locked. */
async function latestEntry(
  work: AnnotatorAtWork,
  id: string,
  kinds: readonly LedgerEntry['kind'][],
): Promise<{ readonly sequence: string; readonly position: number }> {
  const { db, row, annotator } = work;
  const { position } = await ownEntry(work, id);
  await lockItem(db, row.sequence, position);
  const latest = await db
    .selectFrom('live_ledger')
    .select(['sequence', 'kind', 'position'])
    .where('project', '=', row.sequence)
    .where('position', '=', position)
    .where('annotator', '=', annotator)
    .where('kind', '<>', 'flag')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (latest?.sequence === id && kinds.includes(latest.kind)) return latest;
  throw settled(id, `The entry ${id} is not your latest answer on its item.`);
}

async function append(work: AnnotatorAtWork, said: Said): Promise<TakenAnswer> {
  const { db, row, annotator, labelling, now } = work;
  const project = row.sequence;
  const { position, activeSeconds } = said;
  const task = await db
    .selectFrom('live_tasks')
    .select(['batch', 'strategy', 'rung'])
    .where('project', '=', project)
    .where('position', '=', position)
    .executeTakeFirstOrThrow();
  const { sequence } = await db
    .insertInto('live_ledger')
    .values({
      ...task,
      project,
      position,
      annotator,
      kind: said.kind,
      label: said.label,
      comment: said.comment ?? null,
      client: said.client ?? null,
      active_seconds: Math.min(activeSeconds, labelling.idleSeconds),
      model_version: sql<number | null>`(
        select max(version) from alaas.live_models where project = ${project}::bigint)`,
      assignment: null,
      replaces: said.replaces ?? null,
      suggestion: sql<string | null>`(
        select suggestion from alaas.live_ledger where sequence = ${said.replaces ?? null}::bigint)`,
      created_at: now,
    })
    .returning('sequence')
    .executeTakeFirstOrThrow();
  const item = await settleItem(db, { project, position, now });
  return { entry: await ledgerEntry(db, project, sequence), item };
}

async function requireClass({ db, row }: AnnotatorAtWork, label: string): Promise<void> {
  const classes = await classesOf(db, row.sequence);
  if (!classes.includes(label)) throw classUnknown(label, classes);
}

function settled(id: string, message: string): AlaasError {
  return new AlaasError('LABELLING_ENTRY_SETTLED', message, { field: 'entry', value: id });
}
