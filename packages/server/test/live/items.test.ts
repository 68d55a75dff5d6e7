import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { seededPngs, SENTENCES } from '@alaas/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AlaasClient } from '@alaas/client';
import {
  joined,
  knownPool,
  labelAll,
  liveServer,
  nextItems,
  untilProject,
  type LiveServer,
} from './live-server.js';

const pool = knownPool();
const large = knownPool({ items: 420 });
const ITEMS = 24;
const images = await seededPngs(ITEMS, { width: 60, height: 40, seed: 3 });
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
let files: Server;
let origin: string;

const classes = ['yes', 'no'];
const common = { test: undefined, classes, budget: 12 };

beforeAll(async () => {
  mkdirSync(join(pool.root, 'photos'));
  images.forEach((bytes, i) => writeFileSync(join(pool.root, 'photos', `${i}.png`), bytes));
  const texts = [...SENTENCES, ...SENTENCES.map((text) => `<script>alert("${text}")</script>`)];
  const lines = texts.map((text, i) => JSON.stringify({ id: `t${i}`, text }));
  writeFileSync(join(pool.root, 'texts.jsonl'), lines.join('\n'));
  files = createServer((request, response) => {
    const image = images[Number(/^\/(\d+)$/.exec(request.url ?? '')?.[1])];
    response.statusCode = image ? 200 : 404;
    response.end(image);
  }).listen(0, '127.0.0.1');
  await once(files, 'listening');
  origin = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
  live = await liveServer(pool, {
    sources: { dataRoots: [pool.root, large.root], allowPrivateSources: true },
  });
});
afterAll(async () => {
  await live.end();
  files.close();
  pool.remove();
  large.remove();
});

/** A look at an item as a browser takes it. */
function look(project: string, path: string, headers: Record<string, string> = {}) {
  return fetch(`${live.server.url}/api/v1/projects/${project}/items/${path}`, { headers });
}

test('images of a folder: content, thumbnails, and nothing that a browser would run', async () => {
  const { id } = await live.start({ ...common, task: 'image', data: 'photos' });
  const { assignments } = await nextItems(live.client, id);
  const [{ position, item, kind, contentUrl, reason }] = assignments as [
    (typeof assignments)[number],
  ];
  expect({ kind, contentUrl }).toEqual({
    kind: 'image',
    contentUrl: `/api/v1/projects/${id}/items/${position}/content`,
  });
  expect(reason).toMatchObject({ kind: 'seed', text: expect.stringContaining('MaxHerding') });

  const response = await fetch(`${live.server.url}${contentUrl}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect(bytes).toEqual(new Uint8Array(images[Number(item.replace('.png', ''))]!));
  const { headers } = response;
  expect(headers.get('content-type')).toBe('image/png');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain('sandbox');
  const etag = headers.get('etag')!;
  const again = await look(id, `${position}/content`, { 'if-none-match': `W/"x", ${etag}` });
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);

  const small = await live.client.items.thumbnail({ project: id, position }, { size: 30 });
  expect(small.mediaType).toBe('image/webp');
  expect(await sharp(small.bytes).metadata()).toMatchObject({ width: 30, height: 20 });
  for (const path of ['0/thumbnail?size=0', '0/thumbnail?size=1e9', '..%2f..%2fx/content']) {
    expect([path, (await look(id, path)).status]).toEqual([path, 400]);
  }
  expect((await look(id, `${ITEMS}/content`)).status).toBe(404);

  // Whoever may write in the folder must not show what lies elsewhere.
  const path = join(pool.root, 'photos', item);
  renameSync(path, `${path}.kept`);
  symlinkSync(join(pool.root, 'x.npy'), path);
  await expect(live.client.items.content({ project: id, position })).rejects.toMatchObject({
    code: 'ITEM_OUTSIDE_ROOT',
  });
  rmSync(path);
  await expect(live.client.items.content({ project: id, position })).rejects.toMatchObject({
    code: 'ITEM_NOT_FOUND',
  });
  renameSync(`${path}.kept`, path);
});

test('texts of a table are plain text, whatever they say', async () => {
  const data = { manifest: 'texts.jsonl', idColumn: 'id' };
  const { id } = await live.start({ ...common, task: 'text', data });
  const { items } = await live.client.items.list(id);
  const { name, position, kind } = items.at(-1)!;
  expect({ name, kind }).toEqual({ name: 't15', kind: 'text' });
  const { bytes, mediaType } = await live.client.items.content({ project: id, position });
  expect(mediaType).toBe('text/plain; charset=utf-8');
  expect(new TextDecoder().decode(bytes)).toBe(`<script>alert("${SENTENCES.at(-1)}")</script>`);
  const thumbnail = live.client.items.thumbnail({ project: id, position });
  await expect(thumbnail).rejects.toMatchObject({ code: 'PROJECT_ITEM_NOT_SHOWN' });
});

test('images behind URLs come through the server', async () => {
  const urls = images.map((_, i) => `${origin}/${i}`);
  const data = { urls, allowPrivateSources: true };
  const { id } = await live.start({ ...common, task: 'image', data });
  const { bytes, mediaType } = await live.client.items.content({ project: id, position: 5 });
  expect({ bytes, mediaType }).toEqual({
    bytes: new Uint8Array(images[5]!),
    mediaType: 'image/png',
  });
});

test('vectors have no content; the list tells what became of each item, by pages', async () => {
  const { id } = await live.start({ budget: 20, agent: { earlyStop: false } });
  const [first] = (await nextItems(live.client, id)).assignments;
  expect(first).toMatchObject({ kind: 'vectors', contentUrl: null, reason: { kind: 'seed' } });
  const shown = live.client.items.content({ project: id, position: first!.position });
  await expect(shown).rejects.toMatchObject({ code: 'PROJECT_ITEM_NOT_SHOWN' });

  const open = await live.client.items.list(id, { state: 'open', limit: 100 });
  expect(open.items.find(({ position }) => position === first!.position)).toMatchObject({
    state: 'open',
    label: null,
    strategy: 'max-herding',
    opinions: 0,
    assigned: 1,
  });
  await labelAll(live.client, id, pool.truth);
  const labelled = await live.client.items.list(id, { state: 'labelled', limit: 100 });
  expect(labelled.items).toHaveLength(20);
  for (const { label, position, assigned } of labelled.items) {
    expect({ label, assigned }).toEqual({ label: pool.truth(position), assigned: 0 });
  }
  const zeros = await live.client.items.list(id, { label: '0', limit: 100 });
  const ofZero = labelled.items.filter(({ label }) => label === '0');
  const positionsOf = (items: typeof ofZero) => items.map(({ position }) => position);
  expect(positionsOf(zeros.items)).toEqual(positionsOf(ofZero));
  const all = [];
  let cursor: string | undefined;
  do {
    const page = await live.client.items.list(id, { limit: 90, cursor });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(all.map(({ position }) => position)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  const injected = await live.client.items.list(id, { label: "' or 1=1 --" });
  expect(injected.items).toEqual([]);
});

test('items by what people and the model say of them', async () => {
  const { client } = live;
  const { id } = await live.start({ budget: 40, agent: { earlyStop: false } });
  const before = await client.items.list(id, { limit: 1 });
  expect(before.items[0]).toMatchObject({ prediction: null, answers: [] });
  // One answer is wrong on purpose: the model should see it.
  const [first] = (await nextItems(client, id)).assignments;
  const truth = pool.truth(first!.position);
  const wrong = pool.classes.find((name) => name !== truth)!;
  const answer = { kind: 'label', assignment: first!.id, label: wrong } as const;
  await client.projects.label(id, answer);
  await labelAll(client, id, pool.truth);
  await untilProject(client, id, ({ status }) => status === 'stopped');
  const [model] = await client.models.list(id);
  await expect
    .poll(async () => (await client.items.list(id, { limit: 1 })).items[0]!.prediction?.version, {
      timeout: 60_000,
    })
    .toBe(model!.version);

  const { items } = await client.items.list(id, { limit: 500 });
  const positions = (fits: (item: (typeof items)[number]) => boolean) =>
    items.filter(fits).map(({ position }) => position);
  const right = items.filter(
    ({ prediction, position }) => prediction!.label === pool.truth(position),
  );
  expect(right.length).toBeGreaterThan(0.9 * items.length);
  const one = items.find(({ position }) => position === first!.position)!;
  expect(one.answers).toEqual([{ annotator: 'local', kind: 'label', label: wrong }]);

  const sure = items[17]!.prediction!;
  const found = async (filter: Parameters<typeof client.items.positions>[1]) =>
    client.items.positions(id, filter);
  expect(await found({})).toEqual(positions(() => true));
  expect(await found({ prediction: '1' })).toEqual(
    positions(({ prediction }) => prediction!.label === '1'),
  );
  expect(await found({ maxConfidence: sure.confidence })).toEqual(
    positions(({ prediction }) => prediction!.confidence <= sure.confidence),
  );
  // Less than the smallest number that the database keeps.
  expect(await found({ minConfidence: 1e-200 })).toEqual(positions(() => true));
  expect(await found({ strategy: 'max-herding' })).toEqual(
    positions(({ strategy }) => strategy === 'max-herding'),
  );
  expect(await found({ concern: 'model-disagrees' })).toEqual(
    positions(({ label, prediction }) => label !== null && label !== prediction!.label),
  );
  expect(await found({ annotator: 'local' })).toHaveLength(40);
  expect(await found({ annotator: 'nobody' })).toEqual([]);
  expect(await found({ concern: 'people-disagree' })).toEqual([]);
  expect(await found({ search: one.name.toUpperCase(), state: 'labelled' })).toContain(
    one.position,
  );
  expect(await found({ search: '%' })).toEqual([]);
  const behind = await client.items.list(id, { after: 10, limit: 3 });
  expect(behind.items.map(({ position }) => position)).toEqual([11, 12, 13]);
});

test('people who disagree, and items that somebody flagged', async () => {
  const { id } = await live.start({ budget: 20 }, { overlap: 2 });
  const labels = { ann: '0', bob: '1' };
  for (const [name, label] of Object.entries(labels)) {
    const { projects } = live.as(name);
    const [first] = (await nextItems(live.as(name), id)).assignments;
    const assignment = first!.id;
    if (name === 'bob') await projects.label(id, { kind: 'flag', assignment });
    await projects.label(id, { kind: 'label', assignment, label });
  }
  const disputed = await live.client.items.positions(id, { concern: 'people-disagree' });
  expect(disputed).toHaveLength(1);
  expect(await live.client.items.positions(id, { concern: 'flagged' })).toEqual(disputed);
});

test('a map has the embeddings of the items that it names', async () => {
  const { id } = await live.start({ budget: 20, agent: { earlyStop: false } });
  const { items, columns, embeddings } = await live.client.items.map(id, { limit: 50 });
  expect(items).toHaveLength(50);
  expect(columns).toBe(16);
  const bytes = Buffer.from(embeddings, 'base64');
  const whole = readFileSync(join(pool.root, 'x.npy')).subarray(-200 * 16 * 4);
  items.forEach(({ position }, i) => {
    const vector = bytes.subarray(i * 64, (i + 1) * 64);
    expect(vector).toEqual(whole.subarray(position * 64, (position + 1) * 64));
  });
  const asked = items.filter(({ state }) => state !== 'waiting');
  expect(asked.length).toBeGreaterThan(0);
  expect(await live.client.items.map(id, { limit: 50 })).toMatchObject({ columns });
});

test('items that cannot be read are told with their reasons', async () => {
  mkdirSync(join(pool.root, 'mixed'));
  images.slice(0, 4).forEach((bytes, i) => {
    writeFileSync(join(pool.root, 'mixed', `${i}.png`), bytes);
  });
  writeFileSync(join(pool.root, 'mixed', 'broken.png'), 'no image');
  const { id } = await live.start({ ...common, budget: 3, task: 'image', data: 'mixed' });
  expect(await live.client.items.quarantined(id)).toEqual([
    {
      item: expect.stringContaining('broken.png'),
      code: 'ITEM_UNSUPPORTED',
      reason: expect.any(String),
    },
  ]);
});

test('each item comes with the reason for which it is asked', async () => {
  const keys = { test: undefined, budget: 100, batch: 10, agent: { earlyStop: false } };
  const { id } = await live.start(keys);
  const reasons = new Map<string, string>();
  for (;;) {
    const { assignments } = await nextItems(live.client, id, 10);
    if (assignments.length === 0) break;
    for (const { id: assignment, position, reason, batch } of assignments) {
      reasons.set(reason.kind, reason.text);
      expect(reason.kind === 'next-best').toBe(batch === null);
      const label = pool.truth(position);
      await live.client.projects.label(id, { kind: 'label', assignment, label });
    }
  }
  expect(reasons.get('seed')).toContain('before there is a model');
  expect(reasons.get('strategy')).toMatch(/^\w.*: Asks /);
  // So large a budget pays for a holdout, which comes first.
  const data = join(large.root, 'x.npy');
  const measured = await live.start({ test: undefined, budget: 400, data });
  const [drawn] = (await nextItems(live.client, measured.id)).assignments;
  expect(drawn!.reason).toMatchObject({ kind: 'holdout', text: expect.stringContaining('by lot') });
});

test('annotators see what was handed to them, and nobody what is in projects of others', async () => {
  const { id } = await live.start({ ...common, task: 'image', data: 'photos' });
  const { firstInvitation, url } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const clients: AlaasClient[] = [];
  for (const name of ['ann', 'bob']) {
    const projects = name === 'ann' ? [id] : [];
    const { token } = await owner.people.invite({ role: 'annotator', projects });
    clients.push(await joined(url, { token, name }));
  }
  const [ann, bob] = clients as [AlaasClient, AlaasClient];
  const { position } = (await ann.projects.next(id)).assignments[0]!;
  expect((await ann.items.content({ project: id, position })).mediaType).toBe('image/png');
  const other = { project: id, position: (position + 1) % ITEMS };
  await expect(ann.items.content(other)).rejects.toMatchObject({ code: 'PROJECT_ITEM_UNKNOWN' });
  await expect(ann.items.list(id)).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
  await expect(bob.items.content({ project: id, position })).rejects.toMatchObject({
    code: 'PROJECT_UNKNOWN',
  });
  expect((await look(id, `${position}/content`)).status).toBe(401);
});
