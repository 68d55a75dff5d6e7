import type { Selectable, Transaction } from 'kysely';
import { AlaasError, labellingSchema, type Labelling, type ProjectStatus } from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import type { Tables } from '../../storage/tables.js';

/** A database, or a transaction in it. */
export type Sql = Database['sql'];

/** A project as its row has it. */
export type ProjectRow = Selectable<Tables['live_projects']>;

/** @throws AlaasError `PROJECT_UNKNOWN`. */
export async function projectRow(
  db: Sql,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<ProjectRow> {
  const query = db.selectFrom('live_projects').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (row !== undefined) return row;
  throw projectUnknown(id);
}

/** The error of a project that is not there. */
export function projectUnknown(id: string): AlaasError {
  return new AlaasError('PROJECT_UNKNOWN', `There is no project ${id}.`, { field: 'project' });
}

/** How people label in a project; with defaults for what an earlier release did not know. */
export function labellingOf({ labelling }: Pick<ProjectRow, 'labelling'>): Labelling {
  return labellingSchema.parse(JSON.parse(labelling));
}

/**
 * @throws AlaasError `PROJECT_STATUS_UNFIT` where the status is none of those that fit.
 */
export function requireStatus(
  { id, status }: Pick<ProjectRow, 'id' | 'status'>,
  fitting: readonly ProjectStatus[],
  what: string,
): void {
  if (fitting.includes(status)) return;
  throw statusUnfit({ id, status }, what);
}

/** The error of a project whose status does not allow what is asked for. */
export function statusUnfit(
  { id, status }: Pick<ProjectRow, 'id' | 'status'>,
  what: string,
): AlaasError {
  return new AlaasError('PROJECT_STATUS_UNFIT', `The project is ${status}: ${what}.`, {
    field: 'project',
    value: id,
    status,
  });
}

/** Statuses in which a project's agent works. */
export const AT_WORK: readonly ProjectStatus[] = ['created', 'poc', 'running'];

/** @throws AlaasError `PROJECT_STATUS_UNFIT` for an archived project, which takes no more changes. */
export function requireChangeable(row: Pick<ProjectRow, 'id' | 'status'>): void {
  requireStatus(row, [...AT_WORK, 'paused', 'stopped'], 'it cannot be changed any more');
}

/** Carries out a transaction whose commit is on disk when it resolves. */
export async function durably<Result>(
  database: Database,
  work: (trx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  try {
    return await database.sql.transaction().execute(work);
  } catch (error) {
    throw databaseError(error);
  }
}
