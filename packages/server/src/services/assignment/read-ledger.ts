import { AlaasError, type LedgerEntry, type LedgerPage } from '@alaas/contracts';

import { decodeCursor, encodeCursor } from '../page-cursor.js';
import type { Sql } from '../projects/live-project.js';
import type { AnnotatorAtWork } from './labelling-context.js';

/** Which page of the ledger. */
export interface LedgerPageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly annotator?: string | undefined;
}

/** A page of the ledger, oldest first. @throws AlaasError `HTTP_REQUEST_INVALID` for the cursor. */
export async function readLedger(
  db: Sql,
  project: string,
  { limit, cursor, annotator }: LedgerPageQuery,
): Promise<LedgerPage> {
  let query = entries(db, project)
    .orderBy('live_ledger.sequence')
    .limit(limit + 1);
  if (annotator !== undefined) query = query.where('annotator', '=', annotator);
  if (cursor !== undefined) query = query.where('sequence', '>', decodeCursor(cursor));
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map(toEntry),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.sequence) : null,
  };
}

/** One entry. */
export async function ledgerEntry(
  db: Sql,
  project: string,
  sequence: string,
): Promise<LedgerEntry> {
  return toEntry(
    await entries(db, project).where('sequence', '=', sequence).executeTakeFirstOrThrow(),
  );
}

/**
 * An entry that the annotator made in this project.
 *
 * @throws AlaasError `LABELLING_ENTRY_UNKNOWN`, also for entries of others.
 */
export async function ownEntry(
  { db, row, annotator }: AnnotatorAtWork,
  id: string,
): Promise<{ readonly position: number }> {
  const found = /^\d{1,18}$/.test(id)
    ? await db
        .selectFrom('live_ledger')
        .select('position')
        .where('project', '=', row.sequence)
        .where('sequence', '=', id)
        .where('annotator', '=', annotator)
        .executeTakeFirst()
    : undefined;
  if (found !== undefined) return found;
  throw new AlaasError('LABELLING_ENTRY_UNKNOWN', `You made no entry ${id} in this project.`, {
    field: 'entry',
    value: id,
  });
}

function entries(db: Sql, project: string) {
  return db
    .selectFrom('live_ledger')
    .innerJoin('live_items', (join) =>
      join
        .onRef('live_items.project', '=', 'live_ledger.project')
        .onRef('live_items.position', '=', 'live_ledger.position'),
    )
    .selectAll('live_ledger')
    .select('live_items.item')
    .where('live_ledger.project', '=', project);
}

type EntryRow = Awaited<ReturnType<ReturnType<typeof entries>['executeTakeFirstOrThrow']>>;

function toEntry(row: EntryRow): LedgerEntry {
  return {
    id: row.sequence,
    kind: row.kind,
    item: row.item,
    position: row.position,
    label: row.label,
    comment: row.comment,
    annotator: row.annotator,
    at: row.created_at.toISOString(),
    activeSeconds: row.active_seconds,
    batch: row.batch,
    strategy: row.strategy,
    rung: row.rung,
    modelVersion: row.model_version,
    suggestion: row.suggestion,
    client: row.client,
    replaces: row.replaces,
  };
}
