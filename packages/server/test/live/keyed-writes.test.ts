import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AlaasClient, WriteOptions } from '@alaas/client';
import { openDatabase, type Database } from '@alaas/server';
import { makeHome, removeData } from '../storage/places.js';
import { joined, knownPool, liveServer, type LiveServer } from './live-server.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const { home, remove } = makeHome();
let database: Database;
let live: LiveServer;
let owner: AlaasClient;
let project: string;
beforeAll(async () => {
  // The built-in database of another data folder plays the external one: the test reads it.
  database = await openDatabase({ home });
  const { host, user, password } = database.connection();
  const databaseUrl = `postgres://${user}:${String(password)}@${encodeURIComponent(host!)}/postgres`;
  live = await liveServer(pool, { databaseUrl });
  project = (await live.start({ budget: 20 })).id;
  const { firstInvitation, url } = live.server;
  owner = await joined(url, { token: firstInvitation!, name: 'olga' });
});
afterAll(async () => {
  await live.end();
  await database.close();
  removeData(database);
  remove();
  pool.remove();
});

const REUSED = { code: 'IDEMPOTENCY_KEY_REUSED' };

async function isKept(secret: string): Promise<boolean> {
  const rows = await database.sql.selectFrom('idempotency_keys').selectAll().execute();
  expect(rows.length).toBeGreaterThan(0);
  return JSON.stringify(rows).includes(secret);
}

/** Of the error of a write whose secret was shown before. */
async function refusal(write: Promise<unknown>) {
  const error: unknown = await write.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'IDEMPOTENCY_SECRET_SHOWN', row: { status: 409 } });
  return (error as { details: Record<string, unknown> }).details;
}

test('an upload that is begun twice with one key is one', async () => {
  const { uploads } = owner;
  const first = await uploads.begin({ idempotencyKey: 'upload' });
  expect(await uploads.begin({ idempotencyKey: 'upload' })).toEqual(first);
  expect((await uploads.begin()).id).not.toBe(first.id);
  const other = owner.people.createKey(
    { name: 'x', scopes: ['see'] },
    { idempotencyKey: 'upload' },
  );
  await expect(other).rejects.toMatchObject(REUSED);
});

test('a webhook that is created twice with one key is one, and its secret is shown once', async () => {
  const webhook = { url: 'https://example.org/hook', events: ['project.stopped' as const] };
  const options = { idempotencyKey: 'webhook' };
  const create = (url = webhook.url) =>
    owner.webhooks.create(project, { ...webhook, url }, options);
  const { id, secret } = await create();
  expect(await refusal(create())).toMatchObject({ id, remedy: /another with a new/ });
  await expect(create('https://example.org/other')).rejects.toMatchObject(REUSED);
  expect((await owner.webhooks.list(project)).map((one) => one.id)).toEqual([id]);
  expect(await isKept(secret)).toBe(false);
  // Without a key each counts.
  await owner.webhooks.create(project, webhook);
  expect(await owner.webhooks.list(project)).toHaveLength(2);
});

test('a message that is sent again twice with one key is one message', async () => {
  const webhook = { url: 'https://example.invalid/', events: ['project.stopped' as const] };
  const { id } = await owner.webhooks.create(project, webhook);
  await owner.projects.stop(project);
  const key = { project, webhook: id };
  const { deliveries } = await owner.webhooks.deliveries(key);
  const delivery = { ...key, delivery: deliveries[0]!.id };
  const options = { idempotencyKey: 'message' };
  const first = await owner.webhooks.replay(delivery, options);
  expect((await owner.webhooks.replay(delivery, options)).id).toBe(first.id);
  expect((await owner.webhooks.deliveries(key)).deliveries).toHaveLength(2);
});

test('an API key that is made twice with one key is one, and is shown once', async () => {
  const before = (await owner.people.keys()).length;
  const options = { idempotencyKey: 'key' };
  const make = (name = 'robot') => owner.people.createKey({ name, scopes: ['see'] }, options);
  const { id, key } = await make();
  expect(await refusal(make())).toMatchObject({ id });
  await expect(make('other')).rejects.toMatchObject(REUSED);
  expect(await owner.people.keys()).toHaveLength(before + 1);
  expect(await isKept(key)).toBe(false);
});

test('an invitation that comes twice with one key is one, also at the same time', async () => {
  const invite = (options: WriteOptions, role: 'viewer' | 'annotator' = 'viewer') =>
    owner.people.invite({ role }, options);
  const options = { idempotencyKey: 'invitation' };
  const answers = await Promise.allSettled([invite(options), invite(options)]);
  const [made] = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [error] = answers.flatMap((one) =>
    one.status === 'rejected' ? [one.reason as Error] : [],
  );
  expect(error).toMatchObject({ code: 'IDEMPOTENCY_SECRET_SHOWN' });
  expect(error!.message).toContain(made!.expiresAt);
  await expect(invite(options, 'annotator')).rejects.toMatchObject(REUSED);
  const { entries } = await owner.people.audit({ limit: 100 });
  expect(entries.filter(({ action }) => action === 'invite')).toHaveLength(1);
  expect(await isKept(made!.token)).toBe(false);
});
