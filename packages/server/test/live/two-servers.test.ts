import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AlaasClient, type Job } from '@alaas/client';
import { openDatabase, type Database } from '@alaas/server';
import { seededPngs } from '@alaas/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startChild } from '../storage/child-program.js';
import { makeHome, removeData } from '../storage/places.js';
import { knownPool, labelAll, liveServer, nextItems, untilProject } from './live-server.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

/** The built-in database of a data folder of its own plays the external one. */
let database: Database;
let databaseUrl: string;
const { home, remove } = makeHome();
beforeAll(async () => {
  database = await openDatabase({ home });
  const { host, user, password } = database.connection();
  databaseUrl = `postgres://${user}:${String(password)}@${encodeURIComponent(host!)}/postgres`;
});
afterAll(async () => {
  await database.close();
  removeData(database);
  remove();
  pool.remove();
});

test('whoever follows a project on one server sees what others say on another', async () => {
  const one = await liveServer(pool, { databaseUrl });
  const two = await liveServer(pool, { databaseUrl, worker: false });
  onTestFinished(async () => {
    await one.end();
    await two.end();
  });
  const messages: string[] = [];
  const target = createServer((request, response) => {
    messages.push(`${String(request.headers['alaas-delivery'])}`);
    request.resume().on('end', () => response.writeHead(204).end());
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void target.close());
  await once(target, 'listening');
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;

  const { id } = await one.start({ budget: 30, agent: { earlyStop: false } });
  const { webhooks } = one.client;
  const events = ['batch.ready', 'project.stopped'] as const;
  const { id: webhook } = await webhooks.create(id, {
    url,
    events: [...events],
    allowPrivate: true,
  });
  const follow = async () => {
    const given: number[] = [];
    for await (const event of two.client.projects.events(id)) {
      if (event.kind === 'labels') given.push(event.given);
      if (event.kind === 'status' && event.status === 'stopped') return given;
    }
    return given;
  };
  const followed = follow();
  // Items are handed out on one and answered on the other.
  const { assignments } = await nextItems(one.as('ann'), id, 5);
  for (const { id: assignment, position } of assignments) {
    const answer = { kind: 'label', assignment, label: pool.truth(position) } as const;
    await two.as('ann').projects.label(id, answer);
  }
  await labelAll(one.as('ann'), id, pool.truth);
  expect(Math.max(...(await followed))).toBeGreaterThan(0);

  for (;;) {
    const { deliveries } = await two.client.webhooks.deliveries({ project: id, webhook });
    const stopped = deliveries.some(({ event }) => event === 'project.stopped');
    if (stopped && deliveries.every(({ status }) => status === 'delivered')) {
      expect(messages.toSorted()).toEqual(deliveries.map((delivery) => delivery.id).toSorted());
      return;
    }
    await wait(50);
  }
});

const SERVE = (data: object) => `
  import { startServer } from '@alaas/server';
  import { pino } from 'pino';
  const logger = pino({ level: 'silent' });
  const server = await startServer({ port: 0, logger, ...${JSON.stringify(data)} });
  say(server.url);
  await untilEnd();`;

test('a server that dies while it encodes costs nothing: another one goes on', async () => {
  const ITEMS = 150;
  const folder = join(pool.root, 'photos');
  mkdirSync(folder);
  const images = await seededPngs(ITEMS, { width: 40, height: 30, seed: 5 });
  images.slice(0, 12).forEach((bytes, i) => writeFileSync(join(folder, `${i}.png`), bytes));

  const survivor = await liveServer(pool, { databaseUrl });
  onTestFinished(() => survivor.end());
  const place = makeHome();
  onTestFinished(() => place.remove());
  const sources = { dataRoots: [pool.root] };
  const child = startChild(SERVE({ home: place.home, databaseUrl, sources }));
  const client = new AlaasClient({ baseUrl: JSON.parse((await child.line())!) as string });
  const config = { project: 'photos', task: 'image', classes: ['yes', 'no'], budget: 8 };
  const { id } = await client.projects.create({ config: { ...config, data: 'photos' } });
  await untilProject(client, id, ({ work }) => work === 'wait-for-labels');

  images.slice(12).forEach((bytes, i) => writeFileSync(join(folder, `${12 + i}.png`), bytes));
  const { id: job } = await client.jobs.addItems(id, { data: 'photos' });
  let present: Job = await client.jobs.get(job);
  while (present.status === 'queued') present = await client.jobs.get(job);
  await child.kill('SIGKILL');

  const { outcome } = await survivor.client.jobs.wait(job);
  expect(outcome).toEqual({ added: ITEMS - 12, duplicates: 12, quarantined: 0 });
  const { pool: items } = await survivor.client.projects.get(id);
  expect(items).toEqual({ items: ITEMS, quarantined: 0 });
});
