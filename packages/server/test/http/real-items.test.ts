import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SelectionRequestInput } from '@alaas/contracts';
import { seededPngs, SENTENCES } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverForTest, type ServerForTest } from './server-for-test.js';

const root = await mkdtemp(join(tmpdir(), 'alaas-real-'));
const outside = await mkdtemp(join(tmpdir(), 'alaas-not-'));
const images = await seededPngs(8, { width: 40, height: 30, seed: 11 });
let files: Server;
let origin: string;
let running: ServerForTest;

beforeAll(async () => {
  files = createServer((request, response) => {
    const image = images[Number(/^\/(\d+)\.png$/.exec(request.url ?? '')?.[1])];
    response.statusCode = image ? 200 : 404;
    response.end(image);
  }).listen(0, '127.0.0.1');
  await once(files, 'listening');
  origin = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
  await mkdir(join(root, 'photos'));
  for (const [i, image] of images.entries()) {
    await writeFile(join(root, 'photos', `${i}.png`), image);
  }
  await writeFile(join(outside, 'secret.png'), images[0]!);
  await symlink(join(outside, 'secret.png'), join(root, 'photos', 'link.png'));
  const lines = SENTENCES.map((sentence, i) => `q${i},"${sentence}"\n`);
  await writeFile(join(root, 'questions.csv'), `id,text\n${lines.join('')}`);
  running = await serverForTest({ sources: { dataRoots: [root], allowPrivateSources: true } });
});
afterAll(async () => {
  await running.end();
  files.close();
  for (const folder of [root, outside]) await rm(folder, { recursive: true, force: true });
});

type Pool = SelectionRequestInput['pool'];

async function select(request: SelectionRequestInput) {
  const { id } = await running.client.createSelection(request);
  return running.client.waitForSelection(id);
}

describe('POST /post as the original spoke it', () => {
  test('images by address', async () => {
    const data = images.map((_, i) => ({ uri: `${origin}/${i}.png` }));
    const { data: chosen } = await running.client.post({ data, parameters: { budget: 3 } });
    expect(chosen).toHaveLength(3);
    for (const { id, uri } of chosen) expect(uri).toBe(data[Number(id)]!.uri);
  });

  test('an item that cannot be used is named in a warning', async () => {
    const data = ['0', '1', 'gone'].map((name) => ({ uri: `${origin}/${name}.png` }));
    const answer = await running.client.post({ data, parameters: { budget: 2 } });
    expect(answer.data).toHaveLength(2);
    const warning = `Item 2 is left out: ${origin}/gone.png answered 404.`;
    expect(answer.header.warnings).toEqual([warning]);
  });

  test('texts', async () => {
    const data = SENTENCES.map((text) => ({ text }));
    const { data: chosen } = await running.client.post({ data, parameters: { budget: 2 } });
    expect(chosen.map(({ id, text }) => text === SENTENCES[Number(id)])).toEqual([true, true]);
  });

  test('images as bytes are chosen as the same images by address are', async () => {
    const parameters = { budget: 4 };
    const blobs = images.map((image) => ({ blob: Buffer.from(image).toString('base64') }));
    const uris = images.map((_, i) => ({ uri: `${origin}/${i}.png` }));
    const byBytes = await running.client.post({ data: blobs, parameters });
    const byAddress = await running.client.post({ data: uris, parameters });
    expect(byBytes.data.map(({ id }) => id)).toEqual(byAddress.data.map(({ id }) => id));
  });
});

describe('over the API', () => {
  test('a folder below the data root; a link that leads out is set aside', async () => {
    const { result } = await select({ pool: { kind: 'source', path: 'photos' }, budget: 3 });
    expect(result.selected).toHaveLength(3);
    for (const { id } of result.selected) expect(id).toMatch(/^\d\.png$/);
    expect(result.quarantined).toMatchObject([{ item: 'link.png', code: 'ITEM_OUTSIDE_ROOT' }]);
  });

  test('a manifest of texts, by its own ids', async () => {
    const pool: Pool = { kind: 'source', path: join(root, 'questions.csv') };
    const { result } = await select({ pool, strategy: 'k-center', budget: 2 });
    expect(result.strategy).toBe('k-center');
    expect(new Set(result.selected.map(({ id }) => Number(id))).size).toBe(2);
  });

  test('items that cannot be used are set aside with their reason', async () => {
    const items = [
      ...images.map((_, i) => ({ id: `image-${i}`, uri: `${origin}/${i}.png` })),
      { id: 'gone', uri: `${origin}/gone.png` },
      { id: 'text', blob: Buffer.from('no image').toString('base64') },
    ];
    const { result } = await select({ pool: { kind: 'items', items }, budget: 8 });
    expect(result.selected).toHaveLength(8);
    expect(result.quarantined.map(({ item, code }) => [item, code])).toEqual([
      ['gone', 'ITEM_NOT_FOUND'],
      ['text', 'ITEM_UNSUPPORTED'],
    ]);
  });

  test('labelled texts train a head', async () => {
    const items = SENTENCES.map((text) => ({ text }));
    const labelled: SelectionRequestInput['labelled'] = {
      kind: 'items',
      items: [
        { text: 'My card was stolen.', label: 'card' },
        { text: 'Send money to Japan.', label: 'transfer' },
      ],
    };
    const pool: Pool = { kind: 'items', items };
    const { result } = await select({ pool, labelled, strategy: 'margin', budget: 2 });
    expect(result.strategy).toBe('margin');
  });

  test.each([
    ['a path outside', { kind: 'source', path: outside }, 'HTTP_SOURCE_REFUSED'],
    ['no pool', { kind: 'source', path: 'photos/0.png' }, 'SELECTION_INPUT_INVALID'],
    [
      'nothing that can be read',
      { kind: 'items', items: [{ uri: 'http://127.0.0.1:1/x' }] },
      'QUARANTINE_EXCEEDED',
    ],
  ] satisfies [string, Pool, string][])('%s is refused', async (...[, pool, code]) => {
    await expect(select({ pool, budget: 1 })).rejects.toMatchObject({ code });
  });

  test('an encoder that is not bundled is refused: it could be any file', async () => {
    const pool: Pool = { kind: 'items', items: [{ text: 'a' }] };
    await expect(select({ pool, encoder: './x.onnx', budget: 1 })).rejects.toMatchObject({
      code: 'ENCODER_UNKNOWN',
    });
    const encoder = 'mobilenetv2-taps-64';
    await expect(select({ pool, encoder, budget: 1 })).rejects.toMatchObject({
      code: 'SELECTION_INPUT_INVALID',
    });
  });
});

test('without leave, neither files nor private addresses are read', async () => {
  const closed = await serverForTest();
  try {
    const pool: Pool = { kind: 'items', items: [{ uri: `${origin}/0.png` }] };
    const { id } = await closed.client.createSelection({ pool, budget: 1 });
    await expect(closed.client.waitForSelection(id)).rejects.toMatchObject({
      code: 'QUARANTINE_EXCEEDED',
      details: { reasons: { ITEM_ADDRESS_REFUSED: 1 } },
    });
    const file: Pool = { kind: 'items', items: [{ uri: join(root, 'photos', '0.png') }] };
    const other = await closed.client.createSelection({ pool: file, budget: 1 });
    await expect(closed.client.waitForSelection(other.id)).rejects.toMatchObject({
      code: 'HTTP_SOURCE_REFUSED',
    });
  } finally {
    await closed.end();
  }
});
