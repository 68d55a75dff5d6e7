import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookDelivery, WebhookKey } from '@alaas/client';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { joined, knownPool, labelAll, liveServer, type LiveServer } from './live-server.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

interface Message {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const START_MS = Date.parse('2026-03-01T09:00:00Z');
let nowMs = START_MS;
let live: LiveServer;
let target: Server;
let origin: string;
let messages: Message[] = [];
/** How the target answers at each path; what is not here gets 204. */
let answers: Record<string, (count: number) => number | 'hang' | 'redirect'> = {};

beforeAll(async () => {
  target = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const path = request.url!;
      const count = messages.filter((message) => message.path === path).length;
      const { headers } = request;
      messages.push({ path, headers, body: Buffer.concat(pieces).toString() });
      const answer = answers[path]?.(count) ?? 204;
      if (answer === 'hang') return;
      if (answer === 'redirect') response.writeHead(302, { location: `${origin}/elsewhere` });
      else response.statusCode = answer;
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  origin = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
  live = await liveServer(pool, { clock: () => new Date(nowMs) });
});
afterAll(async () => {
  await live.end();
  target.closeAllConnections();
  target.close();
  pool.remove();
});
beforeEach(() => {
  messages = [];
  answers = {};
});

/** Asks until the latest message is as wanted. */
async function delivery(
  key: WebhookKey,
  isWanted: (delivery: WebhookDelivery) => boolean,
): Promise<WebhookDelivery> {
  for (;;) {
    const { deliveries } = await live.client.webhooks.deliveries(key, { limit: 100 });
    const found = deliveries.find(isWanted);
    if (found) return found;
    await wait(20);
  }
}

/** A webhook on the stop of a project that can be stopped at once. */
async function onStop(path: string, allowPrivate = true): Promise<WebhookKey> {
  const { id } = await live.start({ budget: 20 });
  const url = path.startsWith('http') ? path : `${origin}${path}`;
  const webhook = { url, events: ['project.stopped' as const], allowPrivate };
  return { project: id, webhook: (await live.client.webhooks.create(id, webhook)).id };
}

test('what happens is told, each message signed', async () => {
  const { webhooks, projects } = live.client;
  const { id } = await live.start({ budget: 20, agent: { earlyStop: false } });
  const { secret, ...created } = await webhooks.create(id, {
    url: `${origin}/hook`,
    events: ['batch.ready', 'project.stopped'],
    allowPrivate: true,
  });
  expect(await webhooks.list(id)).toEqual([created]);
  await labelAll(live.client, id, pool.truth);
  const key = { project: id, webhook: created.id };
  await delivery(key, ({ event, status }) => event === 'project.stopped' && status === 'delivered');

  expect(messages.map(({ headers }) => headers['alaas-event']).sort()).toEqual([
    ...messages.slice(1).map(() => 'batch.ready'),
    'project.stopped',
  ]);
  expect(messages.length).toBeGreaterThan(1);
  for (const { headers, body } of messages) {
    const timestamp = headers['alaas-timestamp'] as string;
    expect(Number(timestamp)).toBe(nowMs / 1000);
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    expect(headers['alaas-signature']).toBe(`sha256=${signature}`);
    expect(JSON.parse(body)).toMatchObject({
      event: headers['alaas-event'],
      project: { id, name: 'live' },
    });
  }
  const stopped = messages.find(({ headers }) => headers['alaas-event'] === 'project.stopped')!;
  expect(JSON.parse(stopped.body)).toMatchObject({ data: { kind: 'status', status: 'stopped' } });

  // The same once more, as a message of its own.
  const first = await delivery(key, ({ event }) => event === 'project.stopped');
  const replayed = await webhooks.replay({ ...key, delivery: first.id });
  await delivery(key, (one) => one.id === replayed.id && one.status === 'delivered');
  const again = messages.filter(({ body }) => body === stopped.body);
  expect(again.map(({ headers }) => headers['alaas-delivery'])).toEqual([first.id, replayed.id]);

  await webhooks.remove(key);
  await expect(webhooks.deliveries(key)).rejects.toMatchObject({ code: 'WEBHOOK_UNKNOWN' });
  await projects.decide(id, { kind: 'extend', labels: 1 });
});

test('a target that fails is told again, with growing pauses, until it takes the message', async () => {
  answers['/flaky'] = (count) => (count < 2 ? 500 : 200);
  const key = await onStop('/flaky');
  await live.client.projects.stop(key.project);
  const once = await delivery(key, ({ error }) => error !== null);
  expect(once).toMatchObject({
    status: 'waiting',
    attempts: 1,
    answer: 500,
    nextAt: new Date(nowMs + 10_000).toISOString(),
  });
  nowMs += 10_000;
  const twice = await delivery(key, ({ attempts, error }) => attempts === 2 && error !== null);
  expect(twice).toMatchObject({ id: once.id, nextAt: new Date(nowMs + 40_000).toISOString() });
  nowMs += 40_000;
  const taken = await delivery(key, ({ status }) => status === 'delivered');
  expect(taken).toMatchObject({ attempts: 3, answer: 200, error: null, nextAt: null });
});

test('a target that hangs is given up on, and one that never takes a message too', async () => {
  answers['/hangs'] = () => 'hang';
  const hanging = await onStop('/hangs');
  await live.client.projects.stop(hanging.project);
  const late = await delivery(hanging, ({ error }) => error !== null);
  expect(late).toMatchObject({ status: 'waiting', answer: null, error: /came in/ });
  await live.client.webhooks.remove(hanging);

  answers['/broken'] = () => 503;
  const broken = await onStop('/broken');
  await live.client.projects.stop(broken.project);
  for (let attempt = 1; attempt < 8; attempt++) {
    await delivery(broken, ({ attempts, error }) => attempts === attempt && error !== null);
    nowMs += 4 ** attempt * 10_000;
  }
  const failed = await delivery(broken, ({ status }) => status === 'failed');
  expect(failed).toMatchObject({ attempts: 8, answer: 503, nextAt: null });
});

test('a target that hangs holds up no other', async () => {
  const { projects, webhooks } = live.client;
  answers['/hangs'] = () => 'hang';
  const healthy = await onStop('/healthy');
  const hanging = await onStop('/hangs');
  await projects.stop(healthy.project);
  const told = await delivery(healthy, ({ status }) => status === 'delivered');
  await projects.stop(hanging.project);
  const hung = await delivery(hanging, ({ attempts }) => attempts === 1);
  const again = (key: WebhookKey, of: WebhookDelivery) =>
    Promise.all(Array.from({ length: 20 }, () => webhooks.replay({ ...key, delivery: of.id })));
  await again(hanging, hung);
  const later = await again(healthy, told);
  for (const { id } of later) {
    await delivery(healthy, (one) => one.id === id && one.status === 'delivered');
  }
  const { deliveries } = await webhooks.deliveries(hanging, { limit: 100 });
  expect(deliveries.at(-1)).toMatchObject({ id: hung.id, attempts: 1, answer: null, error: null });
  expect(deliveries.filter(({ attempts }) => attempts > 0)).toHaveLength(2);
  await webhooks.remove(hanging);
});

test('private addresses are refused, and redirects are not followed', async () => {
  answers['/moved'] = () => 'redirect';
  const moved = await onStop('/moved');
  const loopback = await onStop('/private', false);
  const named = await onStop(`http://localhost:${new URL(origin).port}/private`, false);
  for (const { project } of [moved, loopback, named]) await live.client.projects.stop(project);
  expect(await delivery(moved, ({ error }) => error !== null)).toMatchObject({
    answer: 302,
    error: 'It answered 302; redirects are not followed.',
  });
  for (const key of [loopback, named]) {
    const { error, answer } = await delivery(key, (one) => one.error !== null);
    expect(answer).toBeNull();
    expect(error).toContain('no public address');
  }
  expect(messages.map(({ path }) => path)).toEqual(['/moved']);
});

test('webhooks are for managers, and lead to private addresses only where an owner says so', async () => {
  // The link of the server's start is good for a day, and pauses took longer.
  nowMs = START_MS;
  const { id } = await live.start({ budget: 20 });
  const { firstInvitation, url } = live.server;
  const owner = await joined(url, { token: firstInvitation!, name: 'olga' });
  const invite = async (role: 'manager' | 'viewer') => {
    const { token } = await owner.people.invite({ role, projects: [id] });
    return joined(url, { token, name: role });
  };
  const manager = await invite('manager');
  const webhook = { url: `${origin}/hook`, events: ['batch.ready' as const] };
  const { id: made } = await manager.webhooks.create(id, webhook);
  const open = manager.webhooks.create(id, { ...webhook, allowPrivate: true });
  await expect(open).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
  const viewer = await invite('viewer');
  await expect(viewer.webhooks.list(id)).rejects.toMatchObject({ code: 'ACCESS_REFUSED' });
  expect(JSON.stringify(await manager.webhooks.list(id))).not.toContain('secret');
  for (const bad of ['file:///etc/passwd', 'ftp://example.org', 'http://a:b@example.org', 'x']) {
    const creation = manager.webhooks.create(id, { ...webhook, url: bad });
    await expect(creation).rejects.toMatchObject({ code: 'HTTP_REQUEST_INVALID' });
  }
  const foreign = await owner.projects.create({ config: pool.config({ budget: 20 }) });
  const elsewhere = owner.webhooks.deliveries({ project: foreign.id, webhook: made });
  await expect(elsewhere).rejects.toMatchObject({ code: 'WEBHOOK_UNKNOWN' });
});
