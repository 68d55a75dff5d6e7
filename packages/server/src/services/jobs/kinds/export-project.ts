import { sql } from 'kysely';
import type { ArchiveHead, ExportRequest } from '@alaas/contracts';

import { databaseError } from '../../../storage/database-error.js';
import { ALAAS_VERSION } from '../../../version.js';
import {
  ARCHIVE_TABLES,
  ARCHIVE_VERSION,
  archiveName,
  HEAD_FILE,
  type ArchiveTable,
} from '../../archive/archive-layout.js';
import { ArchiveWriter } from '../../archive/archive-writer.js';
import { ItemService } from '../../items/item-service.js';
import type { StoredLocation } from '../../items/stored-location.js';
import { requireAgent } from '../../projects/agent-store.js';
import { projectRow, type ProjectRow, type Sql } from '../../projects/live-project.js';
import type { JobTask, WrittenFile } from '../job-task.js';

const ROWS_AT_ONCE = 5_000;
const ITEMS_PER_REPORT = 100;
/** What stands for the location of an item whose content is in the archive. */
const CONTENT = JSON.stringify({ kind: 'content' });

/**
 * Writes a whole project into one tar archive: settings, items with content or location, embeddings,
 * the record of its agent, models, batches, ledger, and the names of its members. All as of one
 * moment; people go on meanwhile.
 *
 * @throws AlaasError `PROJECT_STATUS_UNFIT` while the pool is being read.
 */
export async function exportProject(
  task: JobTask,
  { contents }: Extract<ExportRequest, { kind: 'project' }>,
): Promise<WrittenFile> {
  const writer = new ArchiveWriter(task.file);
  try {
    await task.database.sql
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (trx) => {
        const row = await projectRow(trx, task.project);
        await requireAgent(trx, task.project);
        await writer.add(HEAD_FILE, JSON.stringify(await headOf(trx, row), null, 1));
        await writer.add(archiveName.project, await projectLine(trx, row));
        const held = contents ? await addContents(task, writer, await fileItems(trx, row)) : none;
        await addVectors(trx, writer, row);
        for (const table of Object.keys(ARCHIVE_TABLES) as ArchiveTable[]) {
          await task.report({ stage: table, done: 0, total: null });
          await addRows(trx, writer, { project: row.sequence, table, held });
        }
      });
  } catch (error) {
    throw databaseError(error);
  }
  await writer.end();
  return { name: 'project.tar', mediaType: 'application/x-tar' };
}

const none: ReadonlySet<number> = new Set();

async function headOf(db: Sql, { id, name, sequence }: ProjectRow): Promise<ArchiveHead> {
  const members = await db
    .selectFrom('project_members')
    .innerJoin('users', 'users.sequence', 'project_members.member')
    .select(['users.name', 'users.role'])
    .where('project_members.project', '=', sequence)
    .orderBy('users.name')
    .execute();
  return {
    format: 'alaas-project',
    version: ARCHIVE_VERSION,
    alaas: ALAAS_VERSION,
    createdAt: new Date().toISOString(),
    project: { id, name },
    members,
  };
}

async function projectLine(db: Sql, { sequence }: ProjectRow): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    select (to_jsonb(project) - 'sequence' - 'id')::text as line
    from alaas.live_projects as project where sequence = ${sequence}::bigint`.execute(db);
  return `${rows[0]!.line}\n`;
}

async function fileItems(db: Sql, { sequence }: ProjectRow): Promise<number[]> {
  const items = await db
    .selectFrom('live_items')
    .select(['position', 'location'])
    .where('project', '=', sequence)
    .where('location', 'is not', null)
    .orderBy('position')
    .execute();
  return items
    .filter(({ location }) => (JSON.parse(location!) as StoredLocation).kind === 'file')
    .map(({ position }) => position);
}

/** @returns positions whose content is in the archive; what cannot be read any more is left out. */
async function addContents(
  task: JobTask,
  writer: ArchiveWriter,
  positions: readonly number[],
): Promise<ReadonlySet<number>> {
  const { database, means, project, signal } = task;
  const items = new ItemService(database, means);
  const held = new Set<number>();
  try {
    for (const [done, position] of positions.entries()) {
      if (done % ITEMS_PER_REPORT === 0) {
        await task.report({ stage: 'contents', done, total: positions.length });
      }
      signal.throwIfAborted();
      const content = await items.content({ project, position, signal }).catch(() => undefined);
      if (content === undefined) continue;
      await writer.add(archiveName.content(position), content.bytes);
      held.add(position);
    }
    return held;
  } finally {
    await items.close();
  }
}

async function addVectors(db: Sql, writer: ArchiveWriter, { sequence }: ProjectRow): Promise<void> {
  const blocks = await db
    .selectFrom('live_embeddings')
    .select(['part', 'first_row'])
    .where('project', '=', sequence)
    .orderBy('part')
    .orderBy('first_row')
    .execute();
  for (const { part, first_row } of blocks) {
    const { float32 } = await db
      .selectFrom('live_embeddings')
      .select('float32')
      .where('project', '=', sequence)
      .where('part', '=', part)
      .where('first_row', '=', first_row)
      .executeTakeFirstOrThrow();
    await writer.add(archiveName.vectors(part, first_row), float32);
  }
}

interface RowsTask {
  readonly project: string;
  readonly table: ArchiveTable;
  readonly held: ReadonlySet<number>;
}

async function addRows(
  db: Sql,
  writer: ArchiveWriter,
  { project, table, held }: RowsTask,
): Promise<void> {
  const key = sql.ref(ARCHIVE_TABLES[table]);
  let after: string | undefined;
  for (let number = 0; ; number++) {
    const from = after === undefined ? sql`` : sql`and ${key} > ${after}::bigint`;
    const { rows } = await sql<{ line: string; key: string }>`
      select (to_jsonb(one) - 'project')::text as line, ${key}::text as key
      from ${sql.table(`alaas.${table}`)} as one
      where project = ${project}::bigint ${from} order by ${key} limit ${ROWS_AT_ONCE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.key;
    const lines = rows.map(({ line, key: place }) =>
      table === 'live_items' && held.has(Number(place)) ? withContent(line) : line,
    );
    await writer.add(archiveName.rows(table, number), `${lines.join('\n')}\n`);
  }
}

function withContent(line: string): string {
  const row = JSON.parse(line) as Readonly<Record<string, unknown>>;
  return JSON.stringify({ ...row, location: CONTENT });
}
