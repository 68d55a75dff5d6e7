import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { CsvError, parse as parseAtOnce } from 'csv-parse/sync';

import { csvDialect, csvForm, csvLineCounter } from './csv-dialect.js';
import type { RowTask, TableRow } from './table.js';
import { readText, tableInvalid } from './text-lines.js';

/** Longest header. */
const HEAD_CHARACTERS = 2 ** 20;
/** The header of a CSV file. @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`. */
export async function csvColumns(file: string): Promise<readonly string[]> {
  const head = await readHead(file);
  const { delimiter, before } = csvDialect(head);
  try {
    const to = before + 1;
    const records = parseAtOnce(head, { ...csvForm, delimiter, to });
    return (records[before] ?? []).map((name) => name.trim());
  } catch (error) {
    throw invalid(file, error);
  }
}

/** The rows below the header. @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`, `CANCELLED`. */
export async function* csvRows(
  file: string,
  { all, wanted, signal }: RowTask,
): AsyncGenerator<TableRow> {
  const { delimiter, before } = csvDialect(await readHead(file));
  const places = wanted.map((name) => all.indexOf(name));
  const parser = parse({
    ...csvForm,
    delimiter,
    from: before + 2,
    info: true,
  });
  const lineOf = csvLineCounter();
  const text = Readable.from(readText(file, signal));
  text.once('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of text.pipe(parser) as AsyncIterable<CsvRecord>) {
      const line = lineOf(record, info.lines);
      if (record.length > all.length && record.slice(all.length).some((field) => field !== '')) {
        const what = `line ${line} has ${record.length} fields, the header has ${all.length}`;
        throw tableInvalid(file, what, { line });
      }
      yield { line, values: places.map((place) => record[place]) };
    }
  } catch (error) {
    throw invalid(file, error);
  } finally {
    text.destroy();
    parser.destroy();
  }
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function readHead(file: string): Promise<string> {
  let head = '';
  for await (const text of readText(file, undefined)) {
    head += text;
    if (head.length >= HEAD_CHARACTERS) break;
  }
  return head;
}

function invalid(file: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const { lines } = error as { lines?: number };
  const why = error.message.replace(/\.$/, '');
  return tableInvalid(file, why, { cause: error, ...(lines !== undefined && { line: lines }) });
}
