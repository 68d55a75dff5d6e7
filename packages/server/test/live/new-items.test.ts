import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededClasses, seededPngs } from '@alaas/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { matrixFile } from '../services/run/project-files.js';
import {
  joined,
  knownPool,
  labelAll,
  liveServer,
  nextItems,
  untilProject,
  type LiveServer,
} from './live-server.js';

const ITEMS = 200;
const MORE = 60;
const pool = knownPool({ items: ITEMS });
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const more = seededClasses({ items: MORE, classes: 3, dimension: 16, spread: 1, seed: 3 });
const truth = (position: number) =>
  position < ITEMS ? pool.truth(position) : pool.classes[more.targets[position - ITEMS]!]!;

let live: LiveServer;
beforeAll(async () => {
  writeFileSync(join(pool.root, 'more.npy'), matrixFile(more.embeddings.data, 16));
  writeFileSync(join(pool.root, 'wide.npy'), matrixFile(more.embeddings.data, 32));
  live = await liveServer(pool);
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

/** Puts files into a new upload; answers what names it. */
async function uploaded(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const { uploads } = live.client;
  const { id, data } = await uploads.begin();
  for (const [name, bytes] of Object.entries(files)) {
    await uploads.put(id, { name, content: new Blob([new Uint8Array(bytes)]) });
  }
  return data;
}

test('a running project takes new items, and a later batch chooses from them', async () => {
  const { jobs, projects } = live.client;
  const { id, batch } = await live.start({ agent: { earlyStop: false } });
  const addition = { data: 'more.npy', namePrefix: 'more/' };
  const options = { idempotencyKey: 'more-1' };
  const { id: job, kind } = await jobs.addItems(id, addition, options);
  expect(kind).toBe('add-items');
  expect((await jobs.addItems(id, addition, options)).id).toBe(job);
  expect((await jobs.wait(job)).outcome).toEqual({ added: MORE, duplicates: 0, quarantined: 0 });
  expect(await projects.get(id)).toMatchObject({
    pool: { items: ITEMS + MORE, quarantined: 0 },
    batch,
  });

  const again = await jobs.wait((await jobs.addItems(id, addition)).id);
  expect(again.outcome).toEqual({ added: 0, duplicates: MORE, quarantined: 0 });
  // Without a name of their own, rows are taken for those that are there.
  const same = await jobs.wait((await jobs.addItems(id, { data: 'more.npy' })).id);
  expect(same.outcome).toEqual({ added: 0, duplicates: MORE, quarantined: 0 });

  await labelAll(live.as('ann'), id, truth);
  const ended = await untilProject(live.client, id, ({ status }) => status === 'stopped');
  expect(ended.labels).toEqual({ budget: 60, paid: 60, given: 60 });
  const { entries } = await projects.ledger(id);
  const fresh = entries.filter(({ position }) => position >= ITEMS);
  expect(fresh.length).toBeGreaterThan(0);
  expect(fresh.every(({ item, batch: one }) => item.startsWith('more/') && one !== 0)).toBe(true);
  expect(await projects.decisions(id, { replayed: true })).toEqual(await projects.decisions(id));

  // The same request again is answered as before.
  expect((await jobs.addItems(id, addition, options)).id).toBe(job);
  const late = jobs.addItems(id, addition);
  await expect(late).rejects.toMatchObject({ code: 'PROJECT_STATUS_UNFIT' });
  await projects.archive(id);
  await expect(jobs.addItems(id, { data: 'more.npy', namePrefix: 'x' })).rejects.toMatchObject({
    code: 'PROJECT_STATUS_UNFIT',
  });
});

test('images that were sent: known names and copies count once, broken ones are told', async () => {
  const images = await seededPngs(14, { width: 60, height: 40, seed: 3 });
  const named = (numbers: readonly number[]) =>
    Object.fromEntries(numbers.map((n) => [`${n}.png`, images[n]!]));
  const { jobs, projects } = live.client;
  const config = { project: 'photos', task: 'image', classes: ['yes', 'no'], budget: 8 };
  const data = await uploaded(named([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
  const { id } = await projects.create({ config: { ...config, data } });
  await untilProject(live.client, id, ({ work }) => work === 'wait-for-labels');
  const addition = {
    data: await uploaded({
      ...named([0, 12, 13]),
      'copy.png': images[13]!,
      'broken.png': images[1]!.subarray(0, 100),
    }),
  };
  const { outcome } = await jobs.wait((await jobs.addItems(id, addition)).id);
  expect(outcome).toEqual({ added: 2, duplicates: 2, quarantined: 1 });
  expect((await projects.get(id)).pool).toEqual({ items: 14, quarantined: 1 });

  const { items } = await live.client.items.list(id);
  expect(items.slice(12).map(({ name }) => name)).toEqual(['12.png', '13.png']);
  for (const { position, name, contentUrl } of items.filter((_, i) => i === 0 || i > 11)) {
    const response = await fetch(`${live.server.url}${contentUrl}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect({ position, bytes }).toEqual({
      position,
      bytes: new Uint8Array(images[Number(name.replace('.png', ''))]!),
    });
  }
});

test('an addition tells how far it is, and one that is cancelled leaves nothing', async () => {
  const images = await seededPngs(400, { width: 60, height: 40, seed: 8 });
  const files = (from: number, to: number) =>
    Object.fromEntries(images.slice(from, to).map((image, i) => [`${from + i}.png`, image]));
  const { jobs, projects } = live.client;
  const config = { project: 'photos', task: 'image', classes: ['yes', 'no'], budget: 8 };
  const data = await uploaded(files(0, 10));
  const { id } = await projects.create({ config: { ...config, data } });
  await untilProject(live.client, id, ({ work }) => work === 'wait-for-labels');
  const addition = { data: await uploaded(files(10, 400)) };
  const { id: job } = await jobs.addItems(id, addition);
  let present = await jobs.get(job);
  while (present.status === 'queued') present = await jobs.get(job);
  expect((await jobs.cancel(job)).status).toBe('cancelled');
  await expect(jobs.wait(job)).rejects.toMatchObject({ code: 'CANCELLED' });
  // What comes next in the queue begins when the work has ended.
  const { outcome, progress } = await jobs.wait((await jobs.addItems(id, addition)).id);
  expect(progress).toMatchObject({ stage: 'encode' });
  expect(outcome).toEqual({ added: 390, duplicates: 0, quarantined: 0 });
  expect((await projects.get(id)).pool).toEqual({ items: 400, quarantined: 0 });
});

test('what cannot be added is told, and changes nothing', async () => {
  const { jobs, projects } = live.client;
  const { id } = await live.start({ budget: 20 });
  const refused = [
    ['upload:00000000-0000-4000-8000-000000000000/x.npy', 'HTTP_SOURCE_REFUSED'],
    ['../x.npy', 'HTTP_SOURCE_REFUSED'],
    ['*.png', 'PROJECT_SETTINGS_INVALID'],
    ['photos', 'PROJECT_SETTINGS_INVALID'],
  ] as const;
  for (const [data, code] of refused) {
    await expect(jobs.addItems(id, { data })).rejects.toMatchObject({ code });
  }
  const wide = await jobs.addItems(id, { data: 'wide.npy', namePrefix: 'wide/' });
  await expect(jobs.wait(wide.id)).rejects.toMatchObject({ code: 'PROJECT_ITEMS_UNFIT' });
  const noise = await uploaded({ 'x.npy': new Uint8Array([1, 2, 3]) });
  const unread = await jobs.addItems(id, { data: `${noise}/x.npy` });
  await expect(jobs.wait(unread.id)).rejects.toMatchObject({ code: 'ARRAY_INVALID' });
  expect((await projects.get(id)).pool).toEqual({ items: ITEMS, quarantined: 0 });
  // The round was not disturbed.
  expect((await nextItems(live.client, id)).assignments).toHaveLength(1);
});

test('only managers of the project add items', async () => {
  const { id } = await live.start({ budget: 20 });
  const { firstInvitation, url } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const invite = async (role: 'manager' | 'viewer', projects: string[]) => {
    const { token } = await owner.people.invite({ role, projects });
    return joined(url, { token, name: `${role}-${projects.length}` });
  };
  const addition = { data: 'more.npy', namePrefix: 'more/' };
  const viewer = await invite('viewer', [id]);
  await expect(viewer.jobs.addItems(id, addition)).rejects.toMatchObject({
    code: 'ACCESS_REFUSED',
  });
  const stranger = await invite('manager', []);
  await expect(stranger.jobs.addItems(id, addition)).rejects.toMatchObject({
    code: 'PROJECT_UNKNOWN',
  });
  const manager = await invite('manager', [id]);
  const { requestedBy } = await manager.jobs.addItems(id, addition);
  expect(requestedBy).toBe('manager-1');
});
