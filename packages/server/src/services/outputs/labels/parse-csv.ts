import { AlaasError } from '@alaas/contracts';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

const SEPARATORS = [',', ';', '\t'] as const;

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
  const declared = /^sep=(.)\r?\n/.exec(text);
  const separator = declared?.[1] ?? likelySeparator(text);
  return records({ text, separator, name, start: declared?.[0].length ?? 0 });
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

/** The separator that the first line has most of outside quotes. */
function likelySeparator(text: string): string {
  const firstLine = /^[^\r\n]*/.exec(text)![0].replaceAll(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => firstLine.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

interface Reading {
  readonly text: string;
  readonly separator: string;
  readonly name: string;
  readonly start: number;
}

function records({ text, separator, name, start }: Reading): CsvRecord[] {
  const found: CsvRecord[] = [];
  let line = start > 0 ? 2 : 1;
  let at = start;
  while (at < text.length) {
    const fields: string[] = [];
    const begin = line;
    let end: string;
    do {
      const field = readField({ text, separator, name, start: at }, line);
      fields.push(field.value);
      line += field.lines;
      end = text[field.end] ?? '';
      at = field.end + 1;
    } while (end === separator);
    if (end === '\r' && text[at] === '\n') at++;
    if (end !== '') line++;
    if (fields.length > 1 || fields[0] !== '') found.push({ line: begin, fields });
  }
  return found;
}

/** One field from `start`; `end` is the place of its separator, its line end, or the text's end. */
function readField(
  { text, separator, name, start }: Reading,
  line: number,
): { value: string; end: number; lines: number } {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && !isFieldEnd(text[end]!, separator)) end++;
    return { value: text.slice(start, end), end, lines: 0 };
  }
  const close = closingQuote(text, start + 1);
  if (close < 0) throw invalid(name, line, 'a quoted field is not closed');
  const end = close + 1;
  if (end < text.length && !isFieldEnd(text[end]!, separator)) {
    throw invalid(name, line, 'there is text after a closing quote');
  }
  const raw = text.slice(start + 1, close);
  return { value: raw.replaceAll('""', '"'), end, lines: raw.split(/\r\n|\r|\n/).length - 1 };
}

/** Place of the quote that closes a field, passing doubled ones; -1 when there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function isFieldEnd(character: string, separator: string): boolean {
  return character === separator || character === '\n' || character === '\r';
}

function invalid(name: string, line: number, what: string): AlaasError {
  return new AlaasError('LABEL_FILE_INVALID', `${name}, line ${line}: ${what}.`, {
    field: 'file',
    value: name,
    line,
  });
}
