import { createReadStream } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { CodedError, throwIfCancelled, type ErrorDetails } from '@alaas/core';

/** Longest line that is read: more is no line of a table. */
const LONGEST_LINE = 2 ** 28;
const NEWLINE = 0x0a;

/**
 * The text of a UTF-8 file in pieces, without its byte order mark. Memory: one piece.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID` with the line that is not UTF-8, `CANCELLED`.
 */
export async function* readText(
  file: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const bytes of readBytes(file, signal)) {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch (cause) {
      throw notUtf8(file, line + linesBeforeFault(bytes), cause);
    }
    if (text.includes('\0')) throw notUtf8(file, line, undefined);
    line += count(bytes, NEWLINE);
    yield text;
  }
  try {
    decoder.decode();
  } catch (cause) {
    throw notUtf8(file, line, cause);
  }
}

/**
 * The lines of a UTF-8 file without their ends, numbered from 1. Memory: one line.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`, `CANCELLED`.
 */
export async function* readLines(
  file: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let line = 1;
  let rest = '';
  for await (const text of readText(file, signal)) {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    if (rest.length > LONGEST_LINE) throw tableInvalid(file, `line ${line} is too long`, { line });
    for (const part of parts) yield { line: line++, text: part.replace(/\r$/, '') };
  }
  if (rest !== '') yield { line, text: rest };
}

/** A table that is not what its ending says. */
export function tableInvalid(
  file: string,
  what: string,
  details: ErrorDetails & { readonly line?: number; readonly cause?: unknown } = {},
): CodedError {
  const message = `"${file}" is no table that can be read: ${what}.`;
  return new CodedError('TABLE_INVALID', message, { field: 'file', value: file, ...details });
}

/** What the file system says when a file cannot be read. */
export function notReadable(file: string, cause: unknown): CodedError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CodedError('FILE_NOT_READABLE', `"${file}" cannot be read: ${why}.`, {
    field: 'file',
    value: file,
    cause,
  });
}

async function* readBytes(
  file: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of createReadStream(file)) {
      throwIfCancelled(signal);
      yield bytes as Uint8Array;
    }
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw notReadable(file, cause);
  }
}

/** Lines in front of the first one that is not UTF-8 by itself. */
function linesBeforeFault(bytes: Uint8Array): number {
  let lines = 0;
  for (let start = 0; start < bytes.length; lines++) {
    const end = bytes.indexOf(NEWLINE, start);
    // The first line may have begun in an earlier piece, in the middle of a character.
    if (end < 0 || (lines > 0 && !isUtf8(bytes.subarray(start, end)))) return lines;
    if (lines === 0 && !isUtf8(withoutContinuation(bytes.subarray(start, end)))) return lines;
    start = end + 1;
  }
  return lines;
}

function withoutContinuation(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return bytes.subarray(Math.min(Math.max(start, 0), 3));
}

function count(bytes: Uint8Array, wanted: number): number {
  let found = 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) found++;
  return found;
}

function notUtf8(file: string, line: number, cause: unknown): CodedError {
  return tableInvalid(file, `line ${line} is not UTF-8`, {
    line,
    remedy: 'Save it as UTF-8: in a spreadsheet "CSV UTF-8", else as with "iconv -t utf-8".',
    cause,
  });
}
