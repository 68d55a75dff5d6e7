import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openFetcher, openSource, type SourceSpec } from '@alaas/pipeline';
import { sourceConformance, type ExpectedItem } from '@alaas/testkit';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll } from 'vitest';

const base = await mkdtemp(join(tmpdir(), 'alaas-sources-'));
const folder = join(base, 'photos [1]');
const outside = await mkdtemp(join(tmpdir(), 'alaas-outside-'));

async function put(path: string, content: string): Promise<void> {
  const whole = join(base, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, content);
}

// Written in an order that is not that of their names.
await put('photos [1]/zebra/1.png', 'z1');
await put('photos [1]/ape.txt', 'top');
await put('photos [1]/ape/ünïcödé 猫.png', 'unicode');
await put('photos [1]/ape/10.png', 'a10');
await put('photos [1]/ape/2.png', 'a2');
await put('photos [1]/ape/young/1.png', 'y1');
await put('photos [1]/.hidden/1.png', 'hidden');
await put('photos [1]/ape/.DS_Store', 'clutter');
await put('photos [1]/ape/Thumbs.db', 'clutter');
await put('photos [1]/__MACOSX/1.png', 'clutter');
await writeFile(join(outside, 'secret.png'), 'secret');
await symlink(join(outside, 'secret.png'), join(folder, 'zebra', 'link-out.png'));
await symlink(join(folder, 'ape', '2.png'), join(folder, 'zebra', 'link-in.png'));
await symlink(join(folder, 'nowhere'), join(folder, 'zebra', 'link-broken.png'));
await symlink(folder, join(folder, 'zebra', 'loop'));
await symlink(outside, join(folder, 'zebra', 'way-out'));

const files: readonly ExpectedItem[] = [
  { id: 'ape.txt', content: Buffer.from('top') },
  { id: 'ape/10.png', label: 'ape', content: Buffer.from('a10') },
  { id: 'ape/2.png', label: 'ape', content: Buffer.from('a2') },
  { id: 'ape/young/1.png', label: 'young', content: Buffer.from('y1') },
  { id: 'ape/ünïcödé 猫.png', label: 'ape', content: Buffer.from('unicode') },
  { id: 'zebra/1.png', label: 'zebra', content: Buffer.from('z1') },
  { id: 'zebra/link-broken.png', label: 'zebra', content: 'ITEM_NOT_FOUND' },
  { id: 'zebra/link-in.png', label: 'zebra', content: Buffer.from('a2') },
  { id: 'zebra/link-out.png', label: 'zebra', content: 'ITEM_OUTSIDE_ROOT' },
];

const rows = [
  { name: 'first', path: 'photos [1]/ape/2.png', kind: 'ape' },
  { name: 'second', path: 'photos [1]/zebra/1.png', kind: 'zebra' },
  { name: 'gone', path: 'photos [1]/nothing.png', kind: 'zebra' },
  { name: 'first', path: 'photos [1]/ape/10.png', kind: 'ape' },
  { name: 'linked', path: 'photos [1]/zebra/link-out.png', kind: '' },
  { name: 'no path', path: '', kind: 'ape' },
  { name: 'openly', path: join(outside, 'secret.png'), kind: 'ape' },
];
const manifestItems: readonly ExpectedItem[] = [
  { id: 'first', label: 'ape', content: Buffer.from('a2') },
  { id: 'second', label: 'zebra', content: Buffer.from('z1') },
  { id: 'gone', label: 'zebra', content: 'ITEM_NOT_FOUND' },
  { id: 'first (entry 4)', content: 'ITEM_REPEATED' },
  { id: 'linked', content: 'ITEM_OUTSIDE_ROOT' },
  { id: 'no path', label: 'ape', content: 'ITEM_ROW_INVALID' },
  { id: 'openly', label: 'ape', content: Buffer.from('secret') },
];
const csv = rows.map(({ name, path, kind }) => `"${name}";"${path}";${kind}\r\n`).join('');
await put('items.csv', `\ufeffname;path;kind\r\n${csv}`);
await put('items.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
await writeFile(
  join(base, 'items.parquet'),
  Buffer.from(
    parquetWriteBuffer({
      columnData: (['name', 'path', 'kind'] as const).map((name) => ({
        name,
        data: rows.map((row) => row[name]),
        type: 'STRING',
      })),
      rowGroupSize: 3,
    }),
  ),
);

const server = createServer((request, response) => {
  response.statusCode = request.url === '/gone' ? 404 : 200;
  response.end(`content of ${request.url}`);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
await put(
  'urls.txt',
  `# pictures\n${origin}/1\r\n\n ${origin}/2 \n${origin}/1\n${origin}/gone\nftp://x/y`,
);

afterAll(async () => {
  server.close();
  for (const one of [base, outside]) await rm(one, { recursive: true, force: true });
});

function conforms(name: string, spec: SourceSpec, expected: readonly ExpectedItem[]): void {
  sourceConformance({
    name,
    open: async () => openSource(spec),
    fetcher: () => openFetcher({ allowPrivateAddresses: true }),
    expected: () => expected,
  });
}

const wayOut = { id: 'zebra/way-out', content: 'ITEM_OUTSIDE_ROOT' } as const;
conforms('folder', { kind: 'folder', folder }, [...files, wayOut]);
conforms(
  'glob',
  { kind: 'glob', glob: '**/*.png', baseFolder: folder },
  files.filter(({ id }) => id.endsWith('.png')),
);
const columns = { idColumn: 'name', pathColumn: 'path', labelColumn: 'kind' };
for (const ending of ['csv', 'jsonl', 'parquet']) {
  const manifest = join(base, `items.${ending}`);
  conforms(`${ending} manifest`, { kind: 'manifest', manifest, ...columns }, manifestItems);
}
conforms('list of URLs', { kind: 'urls', urls: join(base, 'urls.txt') }, [
  { id: `${origin}/1`, content: Buffer.from('content of /1') },
  { id: `${origin}/2`, content: Buffer.from('content of /2') },
  { id: `${origin}/1 (entry 3)`, content: 'ITEM_REPEATED' },
  { id: `${origin}/gone`, content: 'ITEM_NOT_FOUND' },
  { id: 'ftp://x/y', content: 'ITEM_URL_INVALID' },
]);
conforms(
  'items',
  {
    kind: 'items',
    items: ['a', 'b', 'c', 'a'].map((id) => ({
      id,
      location: { kind: 'inline', bytes: Buffer.from(id) },
    })),
  },
  [
    ...['a', 'b', 'c'].map((id) => ({ id, content: Buffer.from(id) })),
    { id: 'a (entry 4)', content: 'ITEM_REPEATED' as const },
  ],
);
