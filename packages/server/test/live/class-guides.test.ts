import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededPngs } from '@alaas/testkit';
import type { ClassGuide } from '@alaas/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { joined, knownPool, liveServer, type LiveServer } from './live-server.js';

const pool = knownPool();
const images = await seededPngs(24, { width: 60, height: 40, seed: 4 });
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
let project: string;

const guide = { name: 'no', definition: 'dark', color: '#112233', examples: ['7.png', 'gone.png'] };

beforeAll(async () => {
  mkdirSync(join(pool.root, 'photos'));
  images.forEach((bytes, i) => writeFileSync(join(pool.root, 'photos', `${i}.png`), bytes));
  live = await liveServer(pool);
  const keys = { test: undefined, classes: ['yes', 'no'], budget: 12, task: 'image' };
  const labelling = { overlap: 2, guidelines: 'of the file', classes: [guide] };
  const begun = await live.start(
    { ...keys, data: 'photos', labelling },
    { guidelines: 'of the request' },
  );
  project = begun.id;
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

test('settings of the file and of the request come together, and are kept apart from the config', async () => {
  const { config, labelling } = await live.client.projects.get(project);
  expect(config).not.toHaveProperty('labelling');
  expect(labelling).toEqual({
    overlap: 2,
    leaseSeconds: 600,
    idleSeconds: 120,
    guidelines: 'of the request',
    classes: [guide],
    suggestions: { show: false, blindShare: 0.2 },
  });
});

test('every class is described in order, with the examples that are in the pool', async () => {
  const [first, second] = await live.client.items.classes(project);
  expect(first).toEqual({ name: 'yes', definition: '', color: null, examples: [] });
  const { examples, ...rest } = second!;
  expect(rest).toEqual({ name: 'no', definition: 'dark', color: '#112233' });
  expect(examples.map(({ item, kind }) => [item, kind])).toEqual([['7.png', 'image']]);
});

test('they can be changed by whoever saw the latest version, and only for classes there are', async () => {
  const { version } = await live.client.projects.get(project);
  const classes = [{ name: 'yes', definition: 'light', examples: ['3.png'] }];
  const changed = await live.client.projects.change(project, { labelling: { classes }, version });
  expect(changed.labelling.classes).toEqual(classes);
  expect((await live.client.items.classes(project))[0]).toMatchObject({ definition: 'light' });
  const late = live.client.projects.change(project, { labelling: { classes: [] }, version });
  await expect(late).rejects.toMatchObject({ code: 'PROJECT_CHANGED' });
  const strange = { classes: [{ name: 'maybe', definition: '', examples: [] }] };
  const refused = live.client.projects.change(project, {
    labelling: strange,
    version: changed.version,
  });
  await expect(refused).rejects.toMatchObject({
    code: 'PROJECT_SETTINGS_INVALID',
    details: { field: 'labelling.classes', value: 'maybe' },
  });
});

// Last: after somebody has joined, nobody gets in without a key.
test('annotators see examples, and else only what was handed to them', async () => {
  const { url, firstInvitation } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const labelling = { classes: [guide] };
  await owner.projects.change(project, { labelling });
  const { token } = await owner.people.invite({ role: 'annotator', projects: [project] });
  const ann = await joined(url, { token, name: 'ann' });
  const [, { examples }] = (await ann.items.classes(project)) as [ClassGuide, ClassGuide];
  const { position } = examples[0]!;
  const { bytes } = await ann.items.content({ project, position });
  expect(Buffer.from(bytes).equals(images[7]!)).toBe(true);
  const hidden = ann.items.content({ project, position: position === 0 ? 1 : 0 });
  await expect(hidden).rejects.toMatchObject({ code: 'PROJECT_ITEM_UNKNOWN' });
});
