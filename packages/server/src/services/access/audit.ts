import type { AuditPage } from '@alaas/contracts';

import { decodeCursor, encodeCursor } from '../page-cursor.js';
import type { Sql } from '../projects/live-project.js';

/** Something that somebody changed. */
export interface Change {
  readonly actor: string;
  /** As `project.pause`. */
  readonly action: string;
  readonly target: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Which page of which changes. */
export interface AuditWish {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
}

/** Puts a change on record, in the transaction of the change. */
export async function recordChange(db: Sql, change: Change): Promise<void> {
  const { actor, action, target, details = {}, at } = change;
  await db
    .insertInto('audit_log')
    .values({ actor, action, target, details: JSON.stringify(details), created_at: at })
    .execute();
}

/** A page of changes, newest first. */
export async function readAudit(
  db: Sql,
  { limit, cursor, actor, action, target }: AuditWish,
): Promise<AuditPage> {
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .orderBy('sequence', 'desc')
    .limit(limit + 1);
  for (const [column, value] of Object.entries({ actor, action, target })) {
    if (value === undefined) continue;
    query = query.where(column as 'actor' | 'action' | 'target', '=', value);
  }
  if (cursor !== undefined) query = query.where('sequence', '<', decodeCursor(cursor));
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    entries: page.map(({ sequence, actor, action, target, details, created_at }) => ({
      id: sequence,
      at: created_at.toISOString(),
      actor,
      action,
      target,
      details: JSON.parse(details) as Record<string, unknown>,
    })),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.sequence) : null,
  };
}
