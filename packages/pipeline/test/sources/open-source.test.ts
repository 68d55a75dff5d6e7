import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openSource, type ItemRef, type SourceSpec } from '@alaas/pipeline';
import { afterAll, describe, expect, it } from 'vitest';

const base = await mkdtemp(join(tmpdir(), 'alaas-open-source-'));
afterAll(() => rm(base, { recursive: true, force: true }));

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(base, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function listed(spec: SourceSpec): Promise<ItemRef[]> {
  const items: ItemRef[] = [];
  for await (const item of openSource(spec).items()) items.push(item);
  return items;
}

const textOf = ({ location }: ItemRef): string =>
  location.kind === 'inline' ? Buffer.from(location.bytes).toString() : location.kind;

describe('a source that is not right', () => {
  it.each<[string, () => Promise<SourceSpec>, string]>([
    [
      'a folder that is not there',
      async () => ({ kind: 'folder', folder: join(base, 'no') }),
      'SOURCE_NOT_FOUND',
    ],
    [
      'a file instead of a folder',
      async () => ({ kind: 'folder', folder: await put('f', '') }),
      'SOURCE_INVALID',
    ],
    [
      'an empty folder',
      async () => ({ kind: 'folder', folder: dirname(await put('empty/.hidden', 'x')) }),
      'SOURCE_EMPTY',
    ],
    [
      'a pattern below nothing',
      async () => ({ kind: 'glob', glob: join(base, 'no', '*') }),
      'SOURCE_NOT_FOUND',
    ],
    [
      'a pattern that matches nothing',
      async () => ({ kind: 'glob', glob: '*.nothing', baseFolder: base }),
      'SOURCE_EMPTY',
    ],
    [
      'a manifest that is not there',
      async () => ({ kind: 'manifest', manifest: join(base, 'no.csv') }),
      'SOURCE_NOT_FOUND',
    ],
    [
      'a manifest without rows',
      async () => ({ kind: 'manifest', manifest: await put('none.csv', 'path,label\n') }),
      'SOURCE_EMPTY',
    ],
    [
      'an empty manifest',
      async () => ({ kind: 'manifest', manifest: await put('e.csv', '') }),
      'SOURCE_INVALID',
    ],
    [
      'a manifest without a column of items',
      async () => ({ kind: 'manifest', manifest: await put('odd.csv', 'a,b\n1,2\n') }),
      'SOURCE_INVALID',
    ],
    [
      'a manifest without a named column',
      async () => ({
        kind: 'manifest',
        manifest: await put('named.csv', 'path,label\na,b\n'),
        labelColumn: 'labels',
      }),
      'SOURCE_INVALID',
    ],
    [
      'a Parquet file that is none',
      async () => ({ kind: 'manifest', manifest: await put('bad.parquet', 'path\na\n') }),
      'SOURCE_INVALID',
    ],
    [
      'a list of URLs that is not there',
      async () => ({ kind: 'urls', urls: join(base, 'no.txt') }),
      'SOURCE_NOT_FOUND',
    ],
    [
      'a list without URLs',
      async () => ({ kind: 'urls', urls: await put('no.txt', '# none\n') }),
      'SOURCE_EMPTY',
    ],
    ['no items', async () => ({ kind: 'items', items: [] }), 'SOURCE_EMPTY'],
  ])('%s is told', async (...[, spec, code]) => {
    await expect(listed(await spec())).rejects.toMatchObject({ name: 'CodedError', code });
  });

  it.each([
    ['latin1.csv', Buffer.from('path,label\na,b\nü,b\n', 'latin1'), 3],
    ['latin1.jsonl', Buffer.from('{"path":"a"}\n{"path":"ü"}\n', 'latin1'), 2],
    ['latin1.txt', Buffer.from('http://a/\n\n\nhttp://ü/\n', 'latin1'), 4],
    ['utf16.csv', Buffer.from('\ufeffpath,label\na,b\n', 'utf16le'), 1],
    ['open.csv', 'path,label\na,b\n"c,d\n', 3],
    ['long.csv', 'path,label\na,b\n"two\nlines",b\nc,d,e\n', 5],
    ['bad.jsonl', '{"path":"a"}\n\n{"path":', 3],
    ['list.jsonl', '{"path":"a"}\n["b"]\n', 2],
  ] as const)('%s is told with the line', async (name, content, line) => {
    const path = await put(name, content);
    const spec: SourceSpec = name.endsWith('.txt')
      ? { kind: 'urls', urls: path }
      : { kind: 'manifest', manifest: path };
    await expect(listed(spec)).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      details: { line },
      message: expect.stringContaining(`line ${line}`),
    });
  });
});

describe('a manifest', () => {
  it.each([
    ['text', 'id,text\n1,one\n2,two\n'],
    ['Sentence', 'Sentence,other\none,x\ntwo,y\n'],
    ['the only column', 'anything\none\ntwo\n'],
  ])('finds its texts by %s', async (name, content) => {
    const items = await listed({ kind: 'manifest', manifest: await put(`${name}.csv`, content) });
    expect(items.map(textOf)).toEqual(['one', 'two']);
    expect(items.map(({ id }) => id)).toEqual(['0', '1']);
  });

  it('finds its texts beside the columns that are named', async () => {
    const manifest = await put('odd-names.tsv', 'q\tintent\tkey\none\tA\tk1\ntwo\t\tk2\n');
    const spec = { kind: 'manifest', manifest, labelColumn: 'intent', idColumn: 'key' } as const;
    const items = await listed(spec);
    expect(items.map(({ id, label }) => [id, label])).toEqual([
      ['k1', 'A'],
      ['k2', undefined],
    ]);
    expect(items.map(textOf)).toEqual(['one', 'two']);
  });

  it('takes URLs, also among paths, and file URLs', async () => {
    const manifest = await put(
      'mixed.csv',
      `path\nhttps://a.example/x.png\nfile://${base}/y.png\n`,
    );
    const items = await listed({ kind: 'manifest', manifest });
    expect(items.map(({ location }) => location)).toEqual([
      { kind: 'url', url: 'https://a.example/x.png' },
      { kind: 'file', path: join(base, 'y.png'), root: base },
    ]);
  });

  it('keeps texts to the letter: line breaks, quotes, spaces; empty ones are told later', async () => {
    const texts = [' two\r\nlines ', 'a "quote"', '', 'ünïcödé 猫'];
    const rows = texts.map((text) => `"${text.replaceAll('"', '""')}",x\r\n`);
    const manifest = await put('texts.csv', `\ufefftext,label\r\n${rows.join('')}`);
    expect((await listed({ kind: 'manifest', manifest })).map(textOf)).toEqual(texts);
  });

  it('has numbers as ids and labels, one form of accents, and no spaces around them', async () => {
    const row = (id: number, label: unknown) => `${JSON.stringify({ id, text: 't', label })}\n`;
    const manifest = await put('types.jsonl', row(7, 1) + row(8, ' cafe\u0301 ') + row(9, null));
    const spec = { kind: 'manifest', manifest, idColumn: 'id', labelColumn: 'label' } as const;
    expect((await listed(spec)).map(({ id, label }) => [id, label])).toEqual([
      ['7', '1'],
      ['8', 'caf\u00e9'],
      ['9', undefined],
    ]);
  });

  it('may begin with empty lines or say how its fields are separated', async () => {
    for (const begin of ['\n\r\n', 'sep=;\r\n']) {
      const manifest = await put('begin.csv', `${begin}text;label\none, two;x\n`);
      const items = await listed({ kind: 'manifest', manifest, labelColumn: 'label' });
      expect(items.map(textOf)).toEqual(['one, two']);
    }
  });

  it('of many rows is read in pieces', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `text ${i}\n${'ä'.repeat(i % 90)}`);
    const manifest = await put('many.csv', `text\n"${rows.join('"\n"')}"\n`);
    const items = await listed({ kind: 'manifest', manifest });
    expect(items).toHaveLength(20_000);
    expect(items.map(textOf)).toEqual(rows);
  });
});

describe('a pattern', () => {
  it('matches in the folder itself, in all below, and alternatives; a plain name too', async () => {
    for (const name of ['g/1.png', 'g/2.jpg', 'g/x/3.png', 'g/x/y/4.png']) await put(name, 'x');
    const ids = async (glob: string) =>
      (await listed({ kind: 'glob', glob, baseFolder: base })).map(({ id }) => id);
    expect(await ids('g/*.png')).toEqual(['1.png']);
    expect(await ids('g/*/*.png')).toEqual(['x/3.png']);
    expect(await ids('g/**/*.png')).toEqual(['1.png', 'x/3.png', 'x/y/4.png']);
    expect(await ids('g/*.{png,jpg}')).toEqual(['1.png', '2.jpg']);
    expect(await ids('./g/[12].*')).toEqual(['1.png', '2.jpg']);
    expect(await ids('g/1.png')).toEqual(['1.png']);
    expect(await ids(join(base, 'g/x/**'))).toEqual(['3.png', 'y/4.png']);
  });
});
