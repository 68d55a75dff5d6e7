import { CodedError, throwIfCancelled } from '@alaas/core';
import {
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

import type { RowTask, TableRow } from './table.js';
import { notReadable, tableInvalid } from './text-lines.js';

/** The columns of a Parquet file. @throws CodedError `FILE_NOT_READABLE`, `TABLE_INVALID`. */
export async function parquetColumns(file: string): Promise<readonly string[]> {
  const { metadata } = await openParquet(file);
  return parquetSchema(metadata).children.map(({ element }) => element.name);
}

/** Its rows, a row group at a time. @throws CodedError as `parquetColumns`, and `CANCELLED`. */
export async function* parquetRows(
  file: string,
  { wanted, signal }: RowTask,
): AsyncGenerator<TableRow> {
  const { buffer, metadata } = await openParquet(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    throwIfCancelled(signal);
    const rowEnd = rowStart + Number(group.num_rows);
    const place = { file: buffer, metadata, rowStart, rowEnd };
    const rows = await reading(file, () =>
      parquetReadObjects({ ...place, columns: [...wanted], compressors }),
    );
    for (const [i, row] of (rows as readonly Record<string, unknown>[]).entries()) {
      yield { line: rowStart + i + 1, values: wanted.map((name) => row[name] ?? undefined) };
    }
    rowStart = rowEnd;
  }
}

async function openParquet(file: string): Promise<{ buffer: AsyncBuffer; metadata: FileMetaData }> {
  const buffer = await asyncBufferFromFile(file).catch((cause: unknown) => {
    throw notReadable(file, cause);
  });
  return { buffer, metadata: await reading(file, () => parquetMetadataAsync(buffer)) };
}

async function reading<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw tableInvalid(file, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
