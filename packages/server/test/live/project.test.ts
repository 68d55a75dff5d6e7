import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
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

let live: LiveServer;
beforeAll(async () => {
  live = await liveServer(pool);
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

test('a project goes from its pool through rounds to the end of its budget', async () => {
  const client = live.as('ann');
  const created = await client.projects.create({
    config: pool.config({ agent: { earlyStop: false } }),
  });
  expect(created).toMatchObject({ name: 'live', status: 'created', work: 'read-pool', pool: null });
  const begun = await untilProject(client, created.id, ({ work }) => work === 'wait-for-labels');
  expect(begun).toMatchObject({
    status: 'poc',
    pool: { items: 200, quarantined: 0 },
    labels: { budget: 60, paid: 0, given: 0 },
    batch: { number: 0, strategy: 'max-herding', items: 10, open: 10 },
  });
  const entries = await labelAll(client, created.id, pool.truth);
  const ended = await untilProject(client, created.id, ({ status }) => status === 'stopped');
  expect(ended).toMatchObject({ work: 'none', labels: { budget: 60, paid: 60 }, batch: null });
  expect(entries).toHaveLength(60);
  const { wait } = await client.projects.next(created.id);
  expect(wait).toMatchObject({ reason: 'stopped', retryAfterSeconds: null });

  const { entries: ledger } = await client.projects.ledger(created.id);
  expect(ledger.map(({ id }) => id)).toEqual(entries);
  expect(new Set(ledger.map(({ item }) => item)).size).toBe(60);
  expect(ledger[0]).toMatchObject({
    kind: 'label',
    annotator: 'ann',
    activeSeconds: 2,
    batch: 0,
    strategy: 'max-herding',
    rung: 0,
    modelVersion: null,
  });
  expect(ledger.at(-1)!.modelVersion).toBeGreaterThan(0);
  expect(ledger.slice(0, 10).every(({ batch }) => batch === 0)).toBe(true);
});

describe('a project that cannot begin', () => {
  test.each([
    [{ classes: undefined }, 'config.classes'],
    [{ labels: 'y.npy' }, 'config.labels'],
    [{ strategy: { module: './mine.js' } }, 'config.strategy'],
    [{ task: 'image', data: '.', test: undefined, encoder: '../model.onnx' }, 'config.encoder'],
    [{ budgt: 3 }, 'config.budgt'],
    [{ agent: { arms: ['nothing'] } }, 'config.agent.arms.0'],
  ])('%j', async (keys, field) => {
    const creation = live.client.projects.create({ config: pool.config(keys) });
    await expect(creation).rejects.toMatchObject({
      code: 'PROJECT_SETTINGS_INVALID',
      details: { issues: expect.arrayContaining([expect.objectContaining({ field })]) },
    });
  });

  test('its files lie elsewhere', async () => {
    for (const data of ['../x.npy', '/etc/passwd.npy', 'none.npy']) {
      const creation = live.client.projects.create({ config: pool.config({ data }) });
      await expect(creation).rejects.toMatchObject({ code: 'HTTP_SOURCE_REFUSED' });
    }
  });

  test('its budget is more than its pool: it says so, and stays resumable', async () => {
    const { id } = await live.client.projects.create({ config: pool.config({ budget: 1_000 }) });
    const end = untilProject(live.client, id, ({ status }) => status !== 'created');
    await expect(end).rejects.toMatchObject({ code: 'RUN_BUDGET_EXCEEDS_POOL' });
    const { wait } = await live.client.projects.next(id);
    expect(wait!.reason).toBe('work-failed');
    expect((await live.client.projects.resume(id)).problem).toBeNull();
  });
});

test('the same key creates one project; another body with it is refused', async () => {
  const { projects } = live.client;
  const options = { idempotencyKey: 'create-1' };
  const first = await projects.create({ config: pool.config({ project: 'once' }) }, options);
  const again = await projects.create({ config: pool.config({ project: 'once' }) }, options);
  expect(again.id).toBe(first.id);
  const other = projects.create({ config: pool.config({ project: 'twice' }) }, options);
  await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

test('settings change only for who has seen the latest ones', async () => {
  const { projects } = live.client;
  const { id, version } = await live.start();
  const changed = await projects.change(id, { labelling: { overlap: 2 }, version });
  expect(changed.labelling).toMatchObject({ overlap: 2, leaseSeconds: 600 });
  expect(changed.version).toBe(version + 1);
  const late = projects.change(id, { labelling: { overlap: 3 }, version });
  await expect(late).rejects.toMatchObject({ code: 'PROJECT_CHANGED' });
  const patch = (project: string, tag: string) =>
    fetch(`${live.server.url}/api/v1/projects/${project}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': tag },
      body: JSON.stringify({ labelling: { overlap: 3 } }),
    });
  expect(await (await patch(id, '*')).json()).toMatchObject({ version: version + 2 });
  expect((await patch('none', '*')).status).toBe(404);
  expect((await patch(id, `"${version}"`)).status).toBe(412);
  const odd = await patch(id, 'latest');
  expect(odd.status).toBe(400);
  expect(await odd.json()).toMatchObject({
    detail: 'if-match: It is no ETag of a project.',
    details: { field: 'if-match' },
  });
});

test('pause, resume, stop, archive', async () => {
  const { projects } = live.client;
  const { id } = await live.start();
  const { assignments } = await nextItems(live.client, id);
  expect((await projects.pause(id)).status).toBe('paused');
  expect((await projects.next(id)).wait!.reason).toBe('paused');
  // What was begun is not lost.
  const { id: assignment, position } = assignments[0]!;
  const answer = { kind: 'label', assignment, label: pool.truth(position) } as const;
  expect((await projects.label(id, answer)).label).toBe(pool.truth(position));
  expect((await projects.resume(id)).status).toBe('poc');
  const more = (await nextItems(live.client, id)).assignments[0]!;
  await expect(projects.archive(id)).rejects.toMatchObject({ code: 'PROJECT_STATUS_UNFIT' });
  expect((await projects.stop(id)).status).toBe('stopped');
  expect((await projects.archive(id)).status).toBe('archived');
  const late = projects.label(id, { kind: 'label', assignment: more.id, label: '0' });
  await expect(late).rejects.toMatchObject({ code: 'PROJECT_STATUS_UNFIT' });
  for (const call of [
    () => projects.renew({ project: id, assignment: more.id }),
    () => projects.change(id, { labelling: { overlap: 2 } }),
    () => live.client.webhooks.create(id, { url: 'https://example.org/', events: ['batch.ready'] }),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: 'PROJECT_STATUS_UNFIT' });
  }
});

test('lists by pages, newest first, and knows no other', async () => {
  const { projects } = live.client;
  const all = (await projects.list({ limit: 100 })).projects;
  const first = await projects.list({ limit: 2 });
  const rest = await projects.list({ limit: 100, cursor: first.nextCursor! });
  expect([...first.projects, ...rest.projects]).toEqual(all);
  await expect(projects.get("x' or 1=1 --")).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' });
  await expect(projects.list({ cursor: '../..' })).rejects.toMatchObject({
    code: 'HTTP_REQUEST_INVALID',
  });
});
