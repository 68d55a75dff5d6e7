import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AlaasClient, type Job, type LedgerEntry } from '@alaas/client';
import { sql } from 'kysely';
import { seededRandom } from '@alaas/core';
import { openDatabase, type Database } from '@alaas/server';
import { seededPngs } from '@alaas/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startChild } from '../storage/child-program.js';
import { makeHome, removeData } from '../storage/places.js';
import { knownPool, labelAll, liveServer, nextItems, untilProject } from './live-server.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 480_000, hookTimeout: 180_000 });

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

test('many who label one project through two servers at once: no item twice, no label lost', async () => {
  const OVERLAP = 2;
  const one = await liveServer(pool, { databaseUrl });
  const two = await liveServer(pool, { databaseUrl, worker: false });
  onTestFinished(async () => {
    await one.end();
    await two.end();
  });
  const { id } = await one.start(
    { budget: 40, batch: 20, agent: { earlyStop: false } },
    { overlap: OVERLAP },
  );
  const random = seededRandom(11);
  const handed = new Map<string, string>();
  const acknowledged = new Map<string, LedgerEntry>();
  const labelling = Array.from({ length: 8 }, async (_, n) => {
    const annotator = `annotator-${n}`;
    const both = [one.as(annotator).projects, two.as(annotator).projects] as const;
    for (;;) {
      const count = 1 + random.integer(4);
      // The same person asks both servers at once, and sends each answer to both.
      const pages = await Promise.all(both.map(async (projects) => projects.next(id, { count })));
      if (pages.some((page) => page.wait?.retryAfterSeconds === null)) return;
      const held = pages.flatMap(({ assignments }) => assignments);
      for (const { id: assignment, position } of held)
        handed.set(assignment, `${annotator}/${position}`);
      const open = [...new Map(held.map((given) => [given.id, given])).values()];
      expect(open.length).toBeLessThanOrEqual(count);
      if (open.length === 0) await wait(10);
      for (const { id: assignment, position } of open) {
        const idempotencyKey = assignment;
        const answer = { kind: 'label', assignment, label: pool.truth(position) } as const;
        const entries = await Promise.all(
          both.map(async (projects) => projects.label(id, answer, { idempotencyKey })),
        );
        expect(entries[1]).toEqual(entries[0]);
        acknowledged.set(entries[0]!.id, entries[0]!);
      }
    }
  });
  await Promise.all(labelling);

  expect(new Set(handed.values()).size).toBe(handed.size);
  const people = new Map<string, number>();
  for (const who of handed.values()) {
    const position = who.split('/')[1]!;
    people.set(position, (people.get(position) ?? 0) + 1);
  }
  expect(Math.max(...people.values())).toBe(OVERLAP);
  const { entries } = await two.client.projects.ledger(id, { limit: 1_000 });
  expect(new Map(entries.map((entry) => [entry.id, entry]))).toEqual(acknowledged);
  const opinions = entries.map(({ annotator, position }) => `${annotator}/${position}`);
  expect(new Set(opinions).size).toBe(opinions.length);
  const ended = await untilProject(two.client, id, ({ status }) => status === 'stopped');
  expect(ended.labels.paid).toBe(40);
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

test('two rounds of one project at once on two workers: one of them takes the pool in', async () => {
  const images = await seededPngs(12, { width: 40, height: 30, seed: 6 });
  const asked: string[] = [];
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  const source = createServer((request, response) => {
    asked.push(request.url!);
    void released.then(() => response.end(images[Number(request.url!.slice(1))]));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void source.close());
  await once(source, 'listening');
  const sources = { dataRoots: [pool.root], allowPrivateSources: true };
  const one = await liveServer(pool, { databaseUrl, sources });
  const two = await liveServer(pool, { databaseUrl, sources });
  onTestFinished(async () => {
    await one.end();
    await two.end();
  });

  const origin = `http://127.0.0.1:${(source.address() as AddressInfo).port}`;
  const data = { urls: images.map((_, i) => `${origin}/${i}`), allowPrivateSources: true };
  const config = { project: 'photos', task: 'image', classes: ['yes', 'no'], budget: 8, data };
  const begun = Date.now();
  const isOneRoundOver = async () => {
    const { rows } = await sql`
      select from alaas_workflows.workflow_status
      where name = 'project-round' and status = 'SUCCESS' and created_at >= ${begun}`.execute(
      database.sql,
    );
    return rows.length > 0;
  };
  const { id } = await one.client.projects.create({ config });
  while (!asked.includes('/0')) await wait(20);
  // Whoever resumes a project sees to a round, and the first one is still at work.
  await one.client.projects.pause(id);
  await two.client.projects.resume(id);
  while (!(await isOneRoundOver()) && asked.filter((url) => url === '/0').length === 1) {
    await wait(20);
  }
  release();

  const { pool: items } = await untilProject(
    one.client,
    id,
    ({ work }) => work === 'wait-for-labels',
  );
  expect(items).toEqual({ items: images.length, quarantined: 0 });
  expect(asked.toSorted()).toEqual(images.map((_, i) => `/${i}`).toSorted());
});
