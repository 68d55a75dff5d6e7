import type { RowTask, TableRow } from './table.js';
import { readLines, tableInvalid } from './text-lines.js';

/** The keys of the first row. @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`. */
export async function jsonlColumns(file: string): Promise<readonly string[]> {
  for await (const { row } of parsedLines(file, undefined)) return Object.keys(row);
  return [];
}

/** One row per line. @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`, `CANCELLED`. */
export async function* jsonlRows(
  file: string,
  { wanted, signal }: RowTask,
): AsyncGenerator<TableRow> {
  for await (const { line, row } of parsedLines(file, signal)) {
    yield { line, values: wanted.map((name) => row[name] ?? undefined) };
  }
}

async function* parsedLines(
  file: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly line: number; readonly row: Readonly<Record<string, unknown>> }> {
  for await (const { line, text } of readLines(file, signal)) {
    if (text.trim() !== '') yield { line, row: parsed(file, { line, text }) };
  }
}

function parsed(
  file: string,
  { line, text }: { line: number; text: string },
): Readonly<Record<string, unknown>> {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch (cause) {
    throw tableInvalid(file, `line ${line} is not JSON`, { line, cause });
  }
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) {
    return row as Readonly<Record<string, unknown>>;
  }
  throw tableInvalid(file, `line ${line} is no JSON object`, { line });
}
