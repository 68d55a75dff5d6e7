import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { seededPngs } from '@alaas/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** Two installations: other folders, other databases; the second one knows no data root. */
let live: LiveServer;
let other: LiveServer;
beforeAll(async () => {
  live = await liveServer(pool);
  other = await liveServer(pool, { sources: {} });
});
afterAll(async () => {
  await live.end();
  await other.end();
  pool.remove();
});

async function exported(id: string): Promise<Uint8Array> {
  const { jobs } = live.client;
  const { id: job } = await jobs.export(id, { kind: 'project' });
  const { file, kind } = await jobs.wait(job);
  expect({ kind, name: file!.name }).toEqual({ kind: 'export-project', name: 'project.tar' });
  return new Uint8Array(await new Response(await jobs.file(job)).arrayBuffer());
}

/** Sends an archive to the second installation and imports it; answers the id of the project. */
async function imported(archive: Uint8Array, client = other.client): Promise<string> {
  const upload = await client.uploads.begin();
  const content = new Blob([new Uint8Array(archive)]);
  await client.uploads.put(upload.id, { name: 'project.tar', content });
  const begun = await client.jobs.importProject({ file: `${upload.data}/project.tar` });
  expect(begun.project).toBeNull();
  const { project } = await client.jobs
    .wait(begun.id)
    .finally(() => client.uploads.remove(upload.id));
  return project!;
}

/** All that people see of a project, without the numbers that each installation gives of its own. */
async function seen({ projects, items, models }: AlaasClient, id: string) {
  const project = await projects.get(id);
  const { entries } = await projects.ledger(id, { limit: 1_000 });
  const placeOf = new Map(entries.map((entry, place) => [entry.id, place]));
  return {
    project: { ...project, id: '' },
    ledger: entries.map((entry) => ({
      ...entry,
      id: '',
      replaces: entry.replaces === null ? null : placeOf.get(entry.replaces),
    })),
    arms: await projects.arms(id),
    rungs: await projects.rungs(id),
    forecasts: await projects.forecasts(id),
    decisions: await projects.decisions(id),
    replayed: await projects.decisions(id, { replayed: true }),
    models: await models.list(id),
    items: (await items.list(id, { limit: 500 })).items.map((item) => ({
      ...item,
      contentUrl: null,
      assigned: 0,
    })),
  };
}

test('a project goes on elsewhere from where it was, entry by entry', async () => {
  const { projects } = live.client;
  const { id } = await live.start({ budget: 40, agent: { earlyStop: false } });
  const ann = live.as('ann');
  for (let given = 0; given < 24; given++) {
    const { id: assignment, position } = (await nextItems(ann, id)).assignments[0]!;
    const label = pool.truth(position);
    const entry = await ann.projects.label(id, { kind: 'label', assignment, label });
    if (given === 3) await ann.projects.correct({ project: id, entry: entry.id }, { label });
  }
  // Somebody has an item before them; the archive does not take it from them.
  await nextItems(live.as('bob'), id);
  await projects.pause(id);
  const paused = await untilProject(live.client, id, ({ status }) => status === 'paused');
  const copy = await imported(await exported(id));
  expect(copy).not.toBe(id);
  const there = await seen(other.client, copy);
  expect(there).toEqual(await seen(live.client, id));
  expect(there.ledger).toHaveLength(25);
  expect(there.project.status).toBe(paused.status);

  await other.client.projects.resume(copy);
  await labelAll(other.as('eve'), copy, pool.truth);
  const ended = await untilProject(other.client, copy, ({ status }) => status === 'stopped');
  expect(ended.labels).toMatchObject({ budget: 40, paid: 40 });
  const { jobs } = other.client;
  const model = await jobs.wait((await jobs.export(copy, { kind: 'model' })).id);
  expect(model.status).toBe('finished');
});

test('images go along, and are shown there', async () => {
  const images = await seededPngs(12, { width: 60, height: 40, seed: 3 });
  const { uploads, projects } = live.client;
  const { id: upload, data } = await uploads.begin();
  for (const [i, image] of images.entries()) {
    const content = new Blob([new Uint8Array(image)]);
    await uploads.put(upload, { name: `${i}.png`, content });
  }
  const config = { project: 'photos', task: 'image', data, classes: ['yes', 'no'], budget: 8 };
  const { id } = await projects.create({ config });
  await untilProject(live.client, id, ({ work }) => work === 'wait-for-labels');
  const copy = await imported(await exported(id));
  for (const { name, contentUrl } of (await other.client.items.list(copy)).items) {
    const response = await fetch(`${other.server.url}${contentUrl}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect({ name, bytes }).toEqual({
      name,
      bytes: new Uint8Array(images[Number(name.replace('.png', ''))]!),
    });
  }
});

/** A tar archive of some files, as any program writes it. */
function tarOf(files: Readonly<Record<string, string>>, type = '0'): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(`        ${type}`, 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}

function withChecksums(files: Readonly<Record<string, string>>): Record<string, string> {
  const sums = Object.entries(files).map(([name, text]) => [
    name,
    createHash('sha256').update(text).digest('hex'),
  ]);
  return { ...files, 'checksums.json': JSON.stringify(Object.fromEntries(sums)) };
}

const HEAD = {
  format: 'alaas-project',
  version: 1,
  alaas: '0.1.0',
  createdAt: '2026-01-01T00:00:00.000Z',
  project: { id: 'p', name: 'p' },
  members: [],
};
const head = { 'alaas-project.json': JSON.stringify(HEAD) };
const row = {
  name: 'p',
  status: 'running',
  paused_from: null,
  version: 1,
  config: '{}',
  labelling: '{}',
  work: 'choose',
  problem: null,
  created_at: '2026-01-01T00:00:00Z',
};
const begun = { ...head, 'tables/live_projects.jsonl': JSON.stringify(row) };
const one = (value: object) => JSON.stringify(value);

describe('an archive that is refused leaves nothing behind', () => {
  test.each([
    ['no archive', new TextEncoder().encode('item,label\n'.repeat(100)), 'ARCHIVE_INVALID'],
    ['an empty file', new Uint8Array(0), 'ARCHIVE_INVALID'],
    ['no head', tarOf(withChecksums({ 'tables/live_projects.jsonl': '{}' })), 'ARCHIVE_INVALID'],
    ['no checksums', tarOf(begun), 'ARCHIVE_INVALID'],
    ['no project', tarOf(withChecksums(head)), 'ARCHIVE_INVALID'],
    ['a way out', tarOf(withChecksums({ ...head, '../../evil': 'x' })), 'ARCHIVE_INVALID'],
    ['an absolute name', tarOf(withChecksums({ ...head, '/tmp/evil': 'x' })), 'ARCHIVE_INVALID'],
    ['a link', tarOf(head, '2'), 'ARCHIVE_INVALID'],
    [
      'another table',
      tarOf(withChecksums({ ...begun, 'tables/users-0.jsonl': '{}' })),
      'ARCHIVE_INVALID',
    ],
    [
      'rows that fit nothing',
      tarOf(withChecksums({ ...begun, 'tables/live_tasks-0.jsonl': one({ position: 7 }) })),
      'ARCHIVE_INVALID',
    ],
    [
      'a status of its own',
      tarOf(
        withChecksums({ ...head, 'tables/live_projects.jsonl': one({ ...row, status: 'best' }) }),
      ),
      'ARCHIVE_INVALID',
    ],
    [
      'a newer one',
      tarOf(withChecksums({ 'alaas-project.json': one({ ...HEAD, version: 2 }) })),
      'ARCHIVE_NEWER',
    ],
  ])('%s', async (_, archive, code) => {
    await expectRefused(archive, code);
  });

  test('one that was cut off or damaged on its way', async () => {
    const { id } = await live.start({ budget: 20 });
    const archive = await exported(id);
    await expectRefused(archive.subarray(0, archive.length - 1_024), 'ARCHIVE_INVALID');
    await expectRefused(archive.subarray(0, archive.length >> 1), 'ARCHIVE_INVALID');
    const damaged = archive.slice();
    const place = Buffer.from(archive).indexOf('"seed":');
    damaged[place + 7]! ^= 1;
    await expectRefused(damaged, 'ARCHIVE_INVALID');
  });
});

async function expectRefused(archive: Uint8Array, code: string): Promise<void> {
  const { projects } = other.client;
  const folder = join(other.home, 'uploads');
  const uploaded = () => readdirSync(folder).filter((name) => !name.startsWith('.'));
  const before = [(await projects.list()).projects, uploaded()];
  await expect(imported(archive)).rejects.toMatchObject({ code });
  expect([(await projects.list()).projects, uploaded()]).toEqual(before);
}

test('who imports is a member; others see neither job nor project', async () => {
  const archive = await exported((await live.start({ budget: 20 })).id);
  const { firstInvitation, url } = other.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const invite = async (role: 'manager' | 'viewer', name: string) => {
    const { token } = await owner.people.invite({ role, projects: [] });
    return joined(url, { token, name });
  };
  const maria = await invite('manager', 'maria');
  const id = await imported(archive, maria);
  expect((await maria.projects.get(id)).name).toBe('live');
  const paul = await invite('manager', 'paul');
  await expect(paul.projects.get(id)).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
  const viewer = await invite('viewer', 'vera');
  const late = viewer.jobs.importProject({ file: 'x' });
  await expect(late).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
  await expect(paul.jobs.importProject({ file: '/etc/passwd' })).rejects.toMatchObject({
    code: 'HTTP_SOURCE_REFUSED',
  });
});
