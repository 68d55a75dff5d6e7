import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readVectors, type VectorsSpec } from '@alaas/pipeline';
import { encodeNpy, seededMatrix } from '@alaas/testkit';
import { row } from '@alaas/core';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';

const base = await mkdtemp(join(tmpdir(), 'alaas-vectors-'));
afterAll(() => rm(base, { recursive: true, force: true }));

let files = 0;
async function put(ending: string, content: string | Uint8Array): Promise<string> {
  const path = join(base, `${files++}.${ending}`);
  await writeFile(path, content);
  return path;
}

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];
const putParquet = (columnData: Columns, codec?: 'UNCOMPRESSED') =>
  put(
    'parquet',
    Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 4, ...(codec && { codec }) })),
  );

const matrix = seededMatrix(10, 3, 1);
const rows = Array.from({ length: matrix.rows }, (_, i) => [...row(matrix, i)]);
const ids = rows.map((_, i) => `item ${i}`);
const labels = rows.map((_, i) => (i === 3 ? undefined : `class ${i % 2}`));

/** The same vectors, ids and labels in every format. */
const forms: Readonly<Record<string, () => Promise<VectorsSpec>>> = {
  'CSV, a column for each number': async () => ({
    file: await put(
      'csv',
      `id,label,x0,x1,x2\n${rows.map((one, i) => `${ids[i]},${labels[i] ?? ''},${one.join()}\n`).join('')}`,
    ),
    labelColumn: 'label',
  }),
  'CSV, lists as pandas writes them': async () => ({
    file: await put(
      'csv',
      `name;tokens;embedding;label\n${rows.map((one, i) => `${ids[i]};${i};"[${one.join(', ')}]";${labels[i] ?? ''}\n`).join('')}`,
    ),
    idColumn: 'name',
    labelColumn: 'label',
  }),
  JSONL: async () => ({
    file: await put(
      'jsonl',
      rows.map((x, i) => `${JSON.stringify({ item: ids[i], x, kind: labels[i] })}\n`).join(''),
    ),
    labelColumn: 'kind',
  }),
  'Parquet, a column of lists': async () => ({
    file: await putParquet([
      { name: 'id', data: ids, type: 'STRING' },
      { name: 'vector', data: rows },
      { name: 'label', data: labels.map((one) => one ?? null), type: 'STRING', nullable: true },
    ]),
    labelColumn: 'label',
  }),
  'Parquet, a column for each number': async () => ({
    file: await putParquet(
      [
        { name: 'id', data: ids, type: 'STRING' },
        ...[0, 1, 2].map((k) => ({
          name: `x${k}`,
          data: Float32Array.from(rows, (one) => one[k]!),
          type: 'FLOAT' as const,
        })),
        { name: 'label', data: labels.map((one) => one ?? null), type: 'STRING', nullable: true },
      ],
      'UNCOMPRESSED',
    ),
    labelColumn: 'label',
    vectorColumns: ['x0', 'x1', 'x2'],
  }),
};

it.each(Object.entries(forms))('reads %s', async (_name, form) => {
  const vectors = await readVectors(await form());
  expect(vectors.embeddings).toEqual(matrix);
  expect(vectors.ids).toEqual(ids);
  expect(vectors.labels).toEqual(labels);
});

it('reads .npy with rows as ids and without labels', async () => {
  const bytes = encodeNpy({ descr: '<f4', shape: [10, 3], bytes: matrix.data });
  const vectors = await readVectors({ file: await put('npy', bytes) });
  expect(vectors.embeddings).toEqual(matrix);
  expect(vectors.ids).toEqual(rows.map((_, i) => `${i}`));
  expect(vectors).not.toHaveProperty('labels');
});

it('takes only the columns that are named, in their order', async () => {
  const file = await put('csv', 'a,b,c\n1,2,3\n4,5,6\n');
  const { embeddings, ids: found } = await readVectors({ file, vectorColumns: ['c', 'a'] });
  expect([...embeddings.data]).toEqual([3, 1, 6, 4]);
  expect(found).toEqual(['0', '1']);
});

it('leaves texts, ids and labels out when no column is named', async () => {
  const file = await put('csv', 'id,name,x,class,y\n5,Ann,1,0,2\n6,Ben,3,1,4\n');
  const vectors = await readVectors({ file });
  expect([...vectors.embeddings.data]).toEqual([1, 2, 3, 4]);
  expect(vectors.ids).toEqual(['5', '6']);
});

it('reads Parquet that is compressed by gzip', async () => {
  const bytes = parquetWriteBuffer({
    columnData: [{ name: 'x', data: [1, 2, 3] }],
    codec: 'GZIP',
    compressors: { GZIP: (input) => gzipSync(input) },
  });
  const file = await put('parquet', Buffer.from(bytes));
  expect([...(await readVectors({ file })).embeddings.data]).toEqual([1, 2, 3]);
});

it('reads whole numbers of 64 bits', async () => {
  const file = await putParquet([{ name: 'x', data: [1n, -2n], type: 'INT64' }]);
  expect([...(await readVectors({ file })).embeddings.data]).toEqual([1, -2]);
});

describe('a file that is not right names line and column', () => {
  it.each<[string, string, string, string, object]>([
    ['NaN', 'csv', 'x,y\n1,2\n3,nan\n', 'INPUT_NOT_FINITE', { line: 3, row: 1, column: 'y' }],
    ['infinity', 'csv', 'x,y\n1,-inf\n', 'INPUT_NOT_FINITE', { line: 2, row: 0, column: 'y' }],
    ['too large for 32 bits', 'csv', 'x\n1\n1e300\n', 'INPUT_NOT_FINITE', { line: 3, column: 'x' }],
    ['nothing', 'csv', 'x,y\n1,2\n3,\n', 'TABLE_INVALID', { line: 3, row: 1, column: 'y' }],
    ['a short row', 'csv', 'x,y\n1,2\n3\n', 'TABLE_INVALID', { line: 3, column: 'y' }],
    ['a long row', 'csv', 'x,y\n1,2\n3,4,5\n', 'TABLE_INVALID', { line: 3 }],
    ['a word', 'jsonl', '{"x":1}\n{"x":"one"}\n', 'TABLE_INVALID', { line: 2, column: 'x' }],
    ['true', 'jsonl', '{"x":[1]}\n{"x":[true]}\n', 'TABLE_INVALID', { line: 2, column: 'x[0]' }],
    ['a ragged list', 'jsonl', '{"x":[1,2]}\n{"x":[1]}\n', 'TABLE_INVALID', { line: 2 }],
    ['no list', 'jsonl', '{"x":[1,2]}\n{"x":null}\n', 'TABLE_INVALID', { line: 2, column: 'x' }],
    ['an empty list', 'jsonl', '{"x":[]}\n', 'TABLE_INVALID', { line: 1 }],
    ['an id twice', 'csv', 'id,x\na,1\nb,2\na,3\n', 'TABLE_INVALID', { line: 4 }],
    ['an empty id', 'csv', 'id,x\na,1\n,2\n', 'TABLE_INVALID', { line: 3 }],
    ['no numbers', 'csv', 'a,b\nx,y\n', 'TABLE_INVALID', {}],
    ['two columns of lists', 'jsonl', '{"a":[1],"b":[2]}\n', 'TABLE_INVALID', {}],
    ['no rows', 'csv', 'x,y\n', 'SOURCE_EMPTY', {}],
    ['nothing at all', 'csv', '', 'TABLE_INVALID', {}],
  ])('%s', async (...[, ending, content, code, details]) => {
    await expect(readVectors({ file: await put(ending, content) })).rejects.toMatchObject({
      name: 'CodedError',
      code,
      details,
    });
  });

  it('a column that it does not have', async () => {
    const spec = { file: await put('csv', 'x,kind\n1,a\n'), labelColumn: 'kinds' };
    await expect(readVectors(spec)).rejects.toMatchObject({
      code: 'TABLE_COLUMN_MISSING',
      message: expect.stringContaining('Did you mean "kind"?'),
    });
  });

  it('a Parquet file that is cut off', async () => {
    const whole = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'x', data: [1, 2, 3] }] }));
    const file = await put('parquet', whole.subarray(0, -9));
    await expect(readVectors({ file })).rejects.toMatchObject({ code: 'TABLE_INVALID' });
    await expect(readVectors({ file: join(base, 'no.parquet') })).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
    });
  });
});

it('stops when it is cancelled', async () => {
  const file = await put('csv', `x\n${'1\n'.repeat(1000)}`);
  const signal = AbortSignal.abort();
  await expect(readVectors({ file }, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
});
