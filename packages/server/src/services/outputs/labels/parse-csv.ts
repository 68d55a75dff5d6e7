import { AlaasError } from '@alaas/contracts';
import { csvDialect, csvForm, csvLineCounter } from '@alaas/pipeline';
import { CsvError, parse } from 'csv-parse/sync';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads RFC 4180 text as spreadsheets of any locale write it: UTF-8 with or without byte order
 * mark; comma, semicolon or tab, told from the first line; any line ends; quoted fields may span
 * lines; empty lines are left out. `sep=;` as a first line is understood.
 *
 * @param name of the file, for messages.
 * @throws AlaasError `LABEL_FILE_ENCODING`, `LABEL_FILE_INVALID`.
 */
export function parseCsv(bytes: Uint8Array, name: string): readonly CsvRecord[] {
  const text = decode(bytes, name);
  const { delimiter, before } = csvDialect(text);
  const lineOf = csvLineCounter();
  try {
    const records = parse(text, { ...csvForm, delimiter, from: before + 1, info: true });
    // The types of csv-parse do not say what `info` does to the records.
    return (records as unknown as ParsedRecord[]).map(({ record, info }) => ({
      line: lineOf(record, info.lines),
      fields: record,
    }));
  } catch (error) {
    throw invalid(name, error);
  }
}

interface ParsedRecord {
  readonly record: readonly string[];
  /** `lines`: the line on which the record ends. */
  readonly info: { readonly lines: number };
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below: what matters is that it is not UTF-8.
  }
  throw new AlaasError('LABEL_FILE_ENCODING', `${name} is not UTF-8 text.`, {
    field: 'file',
    value: name,
    remedy: `${guess(bytes)} In the spreadsheet choose "Save as" and the type "CSV UTF-8 (comma delimited)".`,
  });
}

/** Byte order marks tell UTF-16; else Shift_JIS is tried, as a Japanese Excel writes it by default. */
function guess(bytes: Uint8Array): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return 'It looks like UTF-16 ("Unicode text").';
  }
  try {
    new TextDecoder('shift_jis', { fatal: true }).decode(bytes);
    return 'It may be Shift_JIS (CP932), which Excel writes as plain "CSV" in Japanese.';
  } catch {
    return 'It may be Windows-1252, which Excel writes as plain "CSV".';
  }
}

function invalid(name: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const { lines: line } = error as { lines?: number };
  const place = line === undefined ? name : `${name}, line ${line}`;
  return new AlaasError('LABEL_FILE_INVALID', `${place}: ${error.message}`, {
    field: 'file',
    value: name,
    ...(line !== undefined && { line }),
  });
}
