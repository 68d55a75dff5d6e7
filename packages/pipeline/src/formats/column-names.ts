import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { CodedError } from '@alaas/core';

/** Longest header of a CSV file and longest first object of a JSONL file. */
const HEAD_BYTES = 2 ** 20;

/**
 * The columns of a CSV, TSV, JSONL or Parquet file, told by its ending, from its beginning only.
 *
 * @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`.
 */
export async function readColumnNames(file: string): Promise<readonly string[]> {
  const ending = extname(file).toLowerCase();
  if (ending === '.parquet') return columnsOfParquet(file);
  const head = await readHead(file);
  try {
    return ending === '.jsonl' || ending === '.ndjson' ? columnsOfJson(head) : columnsOfCsv(head);
  } catch (cause) {
    throw invalid(file, cause);
  }
}

async function columnsOfParquet(file: string): Promise<readonly string[]> {
  try {
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(file));
    return parquetSchema(metadata).children.map(({ element }) => element.name);
  } catch (cause) {
    throw invalid(file, cause);
  }
}

function columnsOfJson(head: string): readonly string[] {
  const first = head.split('\n').find((line) => line.trim() !== '') ?? '{}';
  return Object.keys(JSON.parse(first) as object);
}

function columnsOfCsv(head: string): readonly string[] {
  const line = /^[^\r\n]*/.exec(head)![0].replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: line.split(sign).length }));
  const delimiter = counts.reduce((a, b) => (b.count > a.count ? b : a)).sign;
  const [header = []] = parse(head, { delimiter, to: 1, relax_column_count: true });
  return header.map((name) => name.trim());
}

async function readHead(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new CodedError('FILE_NOT_READABLE', `"${file}" cannot be read.`, {
      field: 'file',
      value: file,
      cause,
    });
  }
}

function invalid(file: string, cause: unknown): CodedError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CodedError('TABLE_INVALID', `"${file}" is no table that can be read: ${why}`, {
    field: 'file',
    value: file,
    cause,
  });
}
