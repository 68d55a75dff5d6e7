import { parquetWriteBuffer } from 'hyparquet-writer';
import { sql } from 'kysely';

import { csvLine } from '../../outputs/labels/csv.js';
import { projectRow, type ProjectRow, type Sql } from '../../projects/live-project.js';
import type { JobTask, WrittenFile } from '../job-task.js';

/** A settled item, with what is known of its label. */
interface LabelRow {
  readonly item: string;
  readonly position: number;
  readonly label: string;
  /** Those who gave this label. */
  readonly annotators: readonly string[];
  readonly opinions: number;
  readonly batch: number | null;
  readonly strategy: string;
  readonly rung: number;
  readonly settledAt: string;
}

const COLUMNS = [
  'item',
  'position',
  'label',
  'annotators',
  'opinions',
  'batch',
  'strategy',
  'rung',
  'settledAt',
] as const;
const ROWS_AT_ONCE = 5_000;

/** Writes every settled item with its label, by position: CSV, JSON lines or Parquet. */
export async function exportLabels(
  task: JobTask,
  format: 'csv' | 'jsonl' | 'parquet',
): Promise<WrittenFile> {
  const { database, file } = task;
  const row = await projectRow(database.sql, task.project);
  const total = await settledItems(database.sql, row.sequence);
  const all: LabelRow[] = [];
  let done = 0;
  await task.report({ stage: 'labels', done, total });
  if (format === 'csv') await file.write(csvLine(COLUMNS));
  for await (const rows of labelRows(database.sql, row)) {
    if (format === 'csv') await file.write(rows.map((one) => csvLine(cells(one))).join(''));
    else if (format === 'jsonl') {
      await file.write(rows.map((one) => `${JSON.stringify(one)}\n`).join(''));
    } else all.push(...rows);
    done += rows.length;
    await task.report({ stage: 'labels', done, total });
  }
  if (format === 'parquet') await file.write(parquet(all));
  return { name: `labels.${format}`, mediaType: MEDIA_TYPES[format] };
}

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl',
  parquet: 'application/vnd.apache.parquet',
} as const;

function cells(row: LabelRow): (string | number)[] {
  return COLUMNS.map((name) => {
    const value = row[name];
    if (value === null) return '';
    return typeof value === 'object' ? value.join(';') : value;
  });
}

function parquet(rows: readonly LabelRow[]): Uint8Array {
  const column = <Name extends keyof LabelRow>(name: Name) => rows.map((row) => row[name]);
  const text = { type: 'STRING', nullable: false } as const;
  const number = { type: 'INT32', nullable: false } as const;
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: 'item', data: column('item'), ...text },
      { name: 'position', data: column('position'), ...number },
      { name: 'label', data: column('label'), ...text },
      { name: 'annotators', data: rows.map((row) => row.annotators.join(';')), ...text },
      { name: 'opinions', data: column('opinions'), ...number },
      { name: 'batch', data: column('batch'), type: 'INT32', nullable: true },
      { name: 'strategy', data: column('strategy'), ...text },
      { name: 'rung', data: column('rung'), ...number },
      { name: 'settledAt', data: column('settledAt'), ...text },
    ],
  });
  return new Uint8Array(buffer);
}

async function settledItems(db: Sql, project: string): Promise<number> {
  const { rows } = await sql<{ items: number }>`
    select count(*)::integer as items from alaas.live_tasks
    where project = ${project}::bigint and state = 'labelled'`.execute(db);
  return rows[0]!.items;
}

async function* labelRows(db: Sql, project: ProjectRow): AsyncGenerator<LabelRow[]> {
  for (let after = -1; ;) {
    const { rows } = await sql<LabelRow & { settledAt: string | Date }>`
      select pool.item, task.position, task.label, task.opinions, task.batch, task.strategy,
        task.rung, task.settled_at as "settledAt", array(
          select distinct entry.annotator from alaas.live_ledger as entry
          where entry.project = task.project and entry.position = task.position
            and entry.kind = 'label' and entry.label = task.label
          order by entry.annotator
        ) as annotators
      from alaas.live_tasks as task join alaas.live_items as pool using (project, position)
      where task.project = ${project.sequence}::bigint and task.state = 'labelled'
        and task.position > ${after}::integer
      order by task.position limit ${ROWS_AT_ONCE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.position;
    yield rows.map((row) => ({ ...row, settledAt: new Date(row.settledAt).toISOString() }));
  }
}
