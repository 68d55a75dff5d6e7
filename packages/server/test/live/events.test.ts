import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AlaasClient, ProjectEvent } from '@alaas/client';
import {
  joined,
  knownPool,
  labelAll,
  liveServer,
  nextItems,
  type LiveServer,
} from './live-server.js';

const pool = knownPool({ items: 300, spread: 0.6 });
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

/** Follows a project until an event is the wanted one. */
async function follow(
  { projects }: AlaasClient,
  id: string,
  until: (event: ProjectEvent) => boolean,
): Promise<ProjectEvent[]> {
  const seen: ProjectEvent[] = [];
  for await (const event of projects.events(id)) {
    seen.push(event);
    if (until(event)) break;
  }
  return seen;
}

const isStatus = (wanted: string) => (event: ProjectEvent) =>
  event.kind === 'status' && event.status === wanted;

test('whoever follows a project is told of everything, in order, and where it ends', async () => {
  const { projects } = live.client;
  const { id } = await projects.create({
    config: pool.config({
      strategy: 'compare',
      batch: 10,
      budget: 80,
      agent: { earlyStop: false },
    }),
  });
  const work = async (): Promise<void> => {
    await follow(live.client, id, ({ kind }) => kind === 'batch');
    await labelAll(live.client, id, pool.truth);
    await follow(live.client, id, isStatus('stopped'));
    await projects.archive(id);
  };
  const following = follow(live.client, id, isStatus('archived'));
  const [events] = await Promise.all([following, work()]);
  const history = events.filter(({ kind }) => kind !== 'labels');
  expect(history.slice(0, 3)).toEqual([
    { kind: 'status', status: 'created' },
    { kind: 'status', status: 'poc' },
    { kind: 'batch', number: 0, strategy: 'max-herding', items: 10 },
  ]);
  const kinds = new Set(events.map(({ kind }) => kind));
  for (const kind of ['batch', 'labels', 'point', 'arm', 'rung', 'forecast', 'decision'] as const) {
    expect(kinds).toContain(kind);
  }
  const statuses = events.flatMap((event) => (event.kind === 'status' ? [event.status] : []));
  expect(statuses).toEqual(['created', 'poc', 'running', 'stopped', 'archived']);
  expect(events.findLast(({ kind }) => kind === 'labels')).toMatchObject({ given: 80, open: 0 });
  const batches = events.flatMap((event) => (event.kind === 'batch' ? [event.number] : []));
  expect(batches).toEqual(batches.map((_, i) => i));
  const dropped = (await projects.arms(id)).filter(({ status }) => status === 'dropped');
  expect(
    events.flatMap((event) =>
      event.kind === 'arm' && event.status === 'dropped' ? [event.strategy] : [],
    ),
  ).toEqual(expect.arrayContaining(dropped.map(({ strategy }) => strategy)));

  // Of a project that is over, the history is still there, and then the stream says that it is all.
  const past: ProjectEvent[] = [];
  for await (const event of projects.events(id)) past.push(event);
  expect(past.filter(({ kind }) => kind !== 'labels')).toEqual(history);
  const rest: ProjectEvent[] = [];
  for await (const event of projects.events(id, { after: history.length - 1 })) rest.push(event);
  expect(rest.filter(({ kind }) => kind !== 'labels')).toEqual(history.slice(-1));
  const url = `${live.server.url}/api/v1/projects/${id}/events`;
  const ended = await fetch(url, { headers: { 'last-event-id': `${history.length}` } });
  expect(ended.status).toBe(204);
  for (const odd of ['1; drop table', '1e3', '0x10', '1.5', '-1', '2147483648']) {
    const refused = await fetch(url, { headers: { 'last-event-id': odd } });
    expect({ odd, status: refused.status }).toMatchObject({ status: 400 });
  }
});

test('a decision that waits and a halt are told', async () => {
  const { projects } = live.client;
  const { id } = await live.start({ budget: 200, agent: { approval: 'person' } });
  await labelAll(live.client, id, pool.truth);
  const isAsked = (event: ProjectEvent) =>
    event.kind === 'decision' && event.decision.status === 'asked';
  const asked = (await follow(live.client, id, isAsked)).at(-1)!;
  const decision = asked.kind === 'decision' ? asked.decision.id : -1;
  await projects.decide(id, { kind: 'approve', decision });
  const events = await follow(live.client, id, isStatus('stopped'));
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: 'decision',
      decision: expect.objectContaining({ id: decision, status: 'approved' }),
    }),
  );

  const broken = await projects.create({ config: pool.config({ budget: 1_000 }) });
  const halted = await follow(live.client, broken.id, ({ kind }) => kind === 'halted');
  expect(halted.at(-1)).toMatchObject({ problem: { code: 'RUN_BUDGET_EXCEEDS_POOL' } });
});

test('annotators are told what concerns them, as long as they are members', async () => {
  const { id } = await live.start({ budget: 20, agent: { earlyStop: false } });
  await labelAll(live.client, id, pool.truth);
  await follow(live.client, id, isStatus('stopped'));
  await live.client.projects.decide(id, { kind: 'extend', labels: 5 });
  const { firstInvitation, url } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const { token } = await owner.people.invite({ role: 'annotator', projects: [id] });
  const ann = await joined(url, { token, name: 'ann' });
  const refused = follow(ann, id, () => false).catch((error: unknown) => error);
  const told = await follow(ann, id, ({ kind }) => kind === 'labels');
  const kinds = new Set(told.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['batch', 'labels', 'status']);
  await owner.people.removeMember(id, 'ann');
  // Something happens: the stream ends, and the client is refused when it connects again.
  await expect(nextItems(owner, id)).resolves.toBeDefined();
  await owner.projects.stop(id);
  expect(await refused).toMatchObject({ code: 'PROJECT_UNKNOWN' });
});
