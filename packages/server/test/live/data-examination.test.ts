import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededPngs } from '@alaas/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { DataExamination } from '@alaas/client';
import { knownPool, liveServer, type LiveServer } from './live-server.js';

const pool = knownPool({ items: 600 });
const PICTURES = 30;
const BROKEN = 10;
// Reading has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
beforeAll(async () => {
  mkdirSync(join(pool.root, 'photos'));
  const images = await seededPngs(PICTURES, { width: 60, height: 40, seed: 6 });
  images.forEach((bytes, i) => writeFileSync(join(pool.root, 'photos', `${i}.png`), bytes));
  for (let i = 0; i < BROKEN; i++) {
    writeFileSync(join(pool.root, 'photos', `broken-${i}.png`), `no image ${i}`);
  }
  live = await liveServer(pool);
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

async function examined(keys: Readonly<Record<string, unknown>>): Promise<DataExamination> {
  const { jobs } = live.client;
  const { id } = await jobs.examineData({ config: pool.config(keys) });
  await jobs.wait(id);
  return jobs.examination(id);
}

function measures({ reasons }: DataExamination): readonly string[] {
  return reasons.map(({ measure }) => measure);
}

test('labelled items tell whether the classes can be told apart', async () => {
  const found = await examined({});
  expect(found).toMatchObject({
    basis: 'labels',
    items: { listed: 600, looked: 400, unreadable: 0, copies: 0, labelled: 60 },
  });
  expect(found.signal!.right).toBeGreaterThan(found.signal!.majority);
});

test('without labels, items are compared with each other alone', async () => {
  const found = await examined({ test: undefined });
  expect(found).toMatchObject({ basis: 'items', signal: null, verdict: 'go', reasons: [] });
  expect(found.nearDuplicates).toBeLessThan(0.1);
});

test('the same data show the same twice', async () => {
  expect(await examined({})).toEqual(await examined({}));
});

test('images that cannot be read are counted and named, and a budget that is too large is told', async () => {
  const keys = { test: undefined, classes: ['yes', 'no'], task: 'image', data: 'photos' };
  const found = await examined({ ...keys, budget: 100 });
  expect(found).toMatchObject({
    items: { listed: PICTURES + BROKEN, looked: PICTURES + BROKEN, unreadable: BROKEN },
  });
  expect(found.verdict).not.toBe('go');
  expect(measures(found)).toEqual(expect.arrayContaining(['unreadable', 'few-items']));
  expect(found.unreadable[0]!.item).toMatch(/^broken/);
});

test('a column and folders give labels, too', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `r${i},${i % 2 === 0 ? 'yes' : 'no'},${i % 2 === 0 ? 'a sunny day' : 'it rains'} ${i}\n`,
  );
  writeFileSync(join(pool.root, 'rows.csv'), `id,label,text\n${rows.join('')}`);
  const found = await examined({
    test: undefined,
    classes: ['yes', 'no'],
    task: 'text',
    data: 'rows.csv',
    labels: 'column:label',
  });
  expect(found).toMatchObject({ basis: 'labels', items: { labelled: 60 } });
});

test('what no project could be made of is refused at once; a job can be cancelled', async () => {
  const { jobs } = live.client;
  const elsewhere = jobs.examineData({ config: pool.config({ data: '/etc/hosts.npy' }) });
  await expect(elsewhere).rejects.toMatchObject({ code: 'HTTP_SOURCE_REFUSED' });
  const wrong = jobs.examineData({ config: pool.config({ budgt: 3 }) });
  await expect(wrong).rejects.toMatchObject({ code: 'PROJECT_SETTINGS_INVALID' });
  const { id } = await jobs.examineData({ config: pool.config() });
  const { status } = await jobs.cancel(id);
  expect(['cancelled', 'finished']).toContain(status);
});
