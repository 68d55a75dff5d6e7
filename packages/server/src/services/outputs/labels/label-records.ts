import { AlaasError } from '@alaas/contracts';
import { readColumnNames, readTable } from '@alaas/pipeline';

import type { CsvRecord } from './parse-csv.js';

/** Bounds what is in memory. */
const MOST_RECORDS = 1_000_000;
const COLUMNS: readonly string[] = ['item', 'label'];

/**
 * The columns `item` and `label` of a CSV, JSON lines or Parquet file as records, the first of which
 * has the names of the columns that are there.
 *
 * @throws CodedError as `readTable`; AlaasError `LABEL_FILE_INVALID` for more than a million rows.
 */
export async function labelRecords(
  path: string,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Promise<readonly CsvRecord[]> {
  const all = await readColumnNames(path);
  const columns = all.filter((column) => COLUMNS.includes(column.trim().toLowerCase()));
  const records: CsvRecord[] = [{ line: 1, fields: columns }];
  const { rows } = await readTable(path, { columns, signal });
  for await (const { line, values } of rows) {
    records.push({ line, fields: values.map(textOf) });
    if (records.length <= MOST_RECORDS) continue;
    throw new AlaasError('LABEL_FILE_INVALID', `${name} has more than ${MOST_RECORDS} rows.`, {
      field: 'file',
      value: name,
      remedy: 'Split the file, and import one part after the other.',
    });
  }
  return records;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}
