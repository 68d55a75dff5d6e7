import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { CsvError, parse as parseAtOnce } from 'csv-parse/sync';

import type { RowTask, TableRow } from './table.js';
import { readText, tableInvalid } from './text-lines.js';

/** Longest header. */
const HEAD_CHARACTERS = 2 ** 20;
const DELIMITERS = [',', ';', '\t'];
/** Any line ends, also mixed; short rows; empty lines are left out. */
const FORM = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
};

/** How a CSV file is written. */
interface Dialect {
  readonly delimiter: string;
  /** Records in front of the header: 1 where spreadsheets wrote a line `sep=;`. */
  readonly before: number;
}

/** The header of a CSV file. @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`. */
export async function csvColumns(file: string): Promise<readonly string[]> {
  const head = await readHead(file);
  const { delimiter, before } = dialectOf(head);
  try {
    const to = before + 1;
    const records = parseAtOnce(head, { ...FORM, delimiter, to });
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
  const { delimiter, before } = dialectOf(await readHead(file));
  const places = wanted.map((name) => all.indexOf(name));
  const parser = parse({
    ...FORM,
    delimiter,
    from: before + 2,
    info: true,
  });
  const text = Readable.from(readText(file, signal));
  text.once('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of text.pipe(parser) as AsyncIterable<CsvRecord>) {
      const line = info.lines - record.reduce((sum, field) => sum + newlinesIn(field), 0);
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

function dialectOf(head: string): Dialect {
  const firstLine = /^[\r\n]*([^\r\n]*)/.exec(head)![1]!;
  const declared = /^sep=(.)$/.exec(firstLine)?.[1];
  if (declared !== undefined) return { delimiter: declared, before: 1 };
  const unquoted = firstLine.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))]!, before: 0 };
}

async function readHead(file: string): Promise<string> {
  let head = '';
  for await (const text of readText(file, undefined)) {
    head += text;
    if (head.length >= HEAD_CHARACTERS) break;
  }
  return head;
}

function newlinesIn(field: string): number {
  let found = 0;
  for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) found++;
  return found;
}

function invalid(file: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const { lines } = error as { lines?: number };
  const why = error.message.replace(/\.$/, '');
  return tableInvalid(file, why, { cause: error, ...(lines !== undefined && { line: lines }) });
}
