import { extname } from 'node:path';
import { CodedError, nearestName } from '@alaas/core';

import { csvColumns, csvRows } from './csv-table.js';
import { jsonlColumns, jsonlRows } from './jsonl-table.js';
import { parquetColumns, parquetRows } from './parquet-table.js';
import type { RowTask, Table, TableRow } from './table.js';

/** One format of tables: names of columns, and the values of some columns row by row. */
interface TableFormat {
  columns(file: string): Promise<readonly string[]>;
  rows(file: string, task: RowTask): AsyncIterable<TableRow>;
}

const CSV: TableFormat = { columns: csvColumns, rows: csvRows };
const JSONL: TableFormat = { columns: jsonlColumns, rows: jsonlRows };
const PARQUET: TableFormat = { columns: parquetColumns, rows: parquetRows };
const FORMATS: Readonly<Record<string, TableFormat>> = {
  '.parquet': PARQUET,
  '.jsonl': JSONL,
  '.ndjson': JSONL,
};

/**
 * Opens a CSV, TSV, JSONL or Parquet file, told by its ending (CSV for any other). Rows are read as
 * they are asked for, in bounded memory: a piece of text, or one row group of a Parquet file.
 *
 * CSV is RFC 4180 in UTF-8, with or without byte order mark, with comma, semicolon or tab; a row may
 * be shorter than the header, but not longer. The columns of JSONL are the keys of its first row.
 *
 * @param options.columns names of the wanted columns; all when absent.
 * @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID` (with the line), `TABLE_COLUMN_MISSING`;
 *   while rows are read also `CANCELLED`.
 */
export async function readTable(
  file: string,
  options: {
    readonly columns?: readonly string[] | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<Table> {
  const format = formatOf(file);
  const all = await format.columns(file);
  const { columns = all, signal } = options;
  for (const name of columns) checkColumn(file, { name, all });
  const task = { all, wanted: columns, signal };
  return {
    columns,
    rows: { [Symbol.asyncIterator]: () => format.rows(file, task)[Symbol.asyncIterator]() },
  };
}

/**
 * The columns of a table, from its beginning only.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`.
 */
export async function readColumnNames(file: string): Promise<readonly string[]> {
  return formatOf(file).columns(file);
}

function formatOf(file: string): TableFormat {
  return FORMATS[extname(file).toLowerCase()] ?? CSV;
}

function checkColumn(file: string, { name, all }: { name: string; all: readonly string[] }): void {
  if (all.includes(name)) return;
  const meant = nearestName(name, all);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  throw new CodedError('TABLE_COLUMN_MISSING', `"${file}" has no column "${name}".${hint}`, {
    field: 'column',
    value: name,
    remedy: `Its columns are: ${all.join(', ')}.`,
  });
}
