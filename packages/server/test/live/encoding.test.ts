import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { getPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Project } from '@alaas/client';
import { openDatabase, type Database } from '@alaas/server';
import { embedPool, openEncoder, openFetcher, openSource } from '@alaas/pipeline';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { serverForTest, type ServerForTest } from '../http/server-for-test.js';
import { startChild } from '../storage/child-program.js';
import { makeHome, removeData } from '../storage/places.js';
import { untilProject } from './live-server.js';

// Encoding has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

/** The built-in database of a data folder of its own plays the external one. */
let database: Database;
let databaseUrl: string;
const { home, remove } = makeHome();
const root = mkdtempSync(join(tmpdir(), 'alaas-texts-'));
const sources = { dataRoots: [root] };
beforeAll(async () => {
  database = await openDatabase({ home });
  const { host, user, password } = database.connection();
  databaseUrl = `postgres://${user}:${String(password)}@${encodeURIComponent(host!)}/postgres`;
});
afterAll(async () => {
  await database.close();
  removeData(database);
  remove();
  rmSync(root, { recursive: true, force: true });
});

const WORDS = ['card', 'account', 'transfer', 'fee', 'limit'];
const textOf = (n: number) => `${WORDS[n % 5]} ${WORDS[(n >> 2) % 5]} number ${n}`;

/** Writes a pool of texts; answers the configuration of a project on it. */
function textPool(name: string, texts: readonly string[], keys: object = {}) {
  writeFileSync(join(root, name), ['text', ...texts.map((text) => `"${text}"`)].join('\n'));
  return { project: name, task: 'text', data: name, classes: ['yes', 'no'], budget: 20, ...keys };
}

async function server(options: { readonly worker?: boolean } = {}): Promise<ServerForTest> {
  const started = await serverForTest({ databaseUrl, sources, ...options });
  onTestFinished(() => started.end());
  return started;
}

const WORKER = (data: object) => `
  import { startWorker } from '@alaas/server';
  const options = { allowPrivateSources: false, signal: new AbortController().signal };
  await startWorker({ ...options, onError: () => undefined, ...${JSON.stringify(data)} });
  await untilEnd();`;

/** A worker in a process group of its own, which `kill` ends at once. */
function worker() {
  const place = makeHome();
  const options = { home: place.home, databaseUrl, dataRoots: [root] };
  const child = startChild(WORKER(options), { detached: true });
  const kill = () => process.kill(-child.pid, 'SIGKILL');
  onTestFinished(() => {
    try {
      kill();
    } catch {
      // It has ended.
    }
    place.remove();
  });
  return kill;
}

/** Workers that took shards up so far. */
async function encodingWorkers(): Promise<string[]> {
  const { rows } = await sql<{ worker: string }>`
    select distinct executor_id as worker from alaas_workflows.workflow_status
    where name = 'pool-shard' and executor_id is not null`.execute(database.sql);
  return rows.map((row) => row.worker);
}

async function aliveWorkers(): Promise<number> {
  const { rows } = await sql<{ alive: number }>`
    select count(*)::integer as alive from pg_locks
    where locktype = 'advisory' and classid = 4117002 and granted`.execute(database.sql);
  return rows[0]!.alive;
}

/** The vectors of a project, in the order of its items. */
async function vectorsOf(project: string): Promise<Float32Array> {
  const rows = await database.sql
    .selectFrom('live_embeddings')
    .innerJoin('live_projects', 'live_projects.sequence', 'live_embeddings.project')
    .select('float32')
    .where('live_projects.id', '=', project)
    .where('part', '=', 'pool')
    .orderBy('first_row')
    .execute();
  const bytes = new Uint8Array(Buffer.concat(rows.map(({ float32 }) => float32)));
  return new Float32Array(bytes.buffer);
}

test('two workers share the encoding of a pool; one that is killed costs nothing', async () => {
  const ITEMS = 3_000;
  const config = textPool(
    'shared.csv',
    Array.from({ length: ITEMS }, (_, n) => textOf(n)),
  );
  const { client } = await server({ worker: false });
  const kill = worker();
  worker();
  while ((await aliveWorkers()) < 2) await wait(50);

  const { id } = await client.projects.create({ config });
  const seen: Project['encoding'][] = [];
  let present = await client.projects.get(id);
  while ((await encodingWorkers()).length < 2 && present.work === 'read-pool') {
    present = await client.projects.get(id);
    seen.push(present.encoding);
    await wait(20);
  }
  expect(await encodingWorkers()).toHaveLength(2);
  kill();

  const read = await untilProject(client, id, (project) => {
    seen.push(project.encoding);
    return project.work === 'wait-for-labels';
  });
  expect(read).toMatchObject({ pool: { items: ITEMS, quarantined: 0 }, encoding: null });
  const done = seen.flatMap((encoding) => encoding ?? []);
  expect(done.every(({ total }) => total === ITEMS)).toBe(true);
  expect(done.map((encoding) => encoding.done)).toEqual(
    done.map((encoding) => encoding.done).toSorted((a, b) => a - b),
  );
  const names: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await client.items.list(id, { limit: 500, ...(cursor && { cursor }) });
    names.push(...page.items.map(({ name }) => name));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(new Set(names).size).toBe(ITEMS);
});

test('what shards give together is what one run gives', async () => {
  const texts = Array.from({ length: 620 }, (_, n) => textOf(n));
  // A copy in another shard, and one in the same.
  texts[610] = texts[3]!;
  texts[611] = texts[609]!;
  const { client } = await server();
  const { id } = await client.projects.create({ config: textPool('parts.csv', texts) });
  const { pool } = await untilProject(client, id, ({ work }) => work === 'wait-for-labels');
  expect(pool).toEqual({ items: 618, quarantined: 2 });

  const encoder = await openEncoder({ kind: 'bundled', id: 'minilm-l6-v2-int8' });
  const fetcher = openFetcher({});
  onTestFinished(async () => {
    await fetcher.close();
    await encoder.close();
  });
  const source = openSource({ kind: 'manifest', manifest: join(root, 'parts.csv') });
  const { embeddings } = await embedPool(source, { encoder, fetcher });
  const expected = embeddings.data.subarray(0, 610 * embeddings.cols);
  const vectors = (await vectorsOf(id)).subarray(0, expected.length);
  const worst = vectors.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i]!)), 0);
  expect(worst).toBeLessThan(1e-4);
  expect(await database.sql.selectFrom('live_shards').select('items').execute()).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a worker gives way to servers with all of its threads',
  async () => {
    const server = createRequire(import.meta.url).resolve('@alaas/server');
    const place = makeHome();
    const child = fork(join(dirname(server), 'workflows/worker-program.js'), { execArgv: [] });
    const ended = once(child, 'exit');
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
      place.remove();
    });
    const means = { home: place.home, dataRoots: [], allowPrivateSources: false };
    child.send({ kind: 'start', options: { means, databaseUrl } });
    expect((await once(child, 'message'))[0]).toEqual({ kind: 'ready' });
    const priorities = readdirSync(`/proc/${child.pid!}/task`).map((id) => getPriority(Number(id)));
    expect(priorities.length).toBeGreaterThan(4);
    expect(new Set(priorities)).toEqual(new Set([10]));
  },
);

test('the database does not try to compress vectors', async () => {
  const { rows } = await sql<{ attstorage: string }>`
    select attstorage from pg_attribute
    where attname = 'float32' and attrelid in (
      'alaas.live_embeddings'::regclass, 'alaas.live_shards'::regclass)`.execute(database.sql);
  // External: long values lie beside their rows, as they are.
  expect(rows.map(({ attstorage }) => attstorage)).toEqual(['e', 'e']);
});

test('a pool of which too much cannot be used halts, and is read anew when it is put right', async () => {
  const texts = Array.from({ length: 700 }, (_, n) => (n % 5 < 2 ? ' ' : textOf(n)));
  const config = textPool('blank.csv', texts, { maxQuarantinedShare: 0.2 });
  const { client } = await server();
  const { id } = await client.projects.create({ config });
  const halted = untilProject(client, id, ({ work }) => work === 'wait-for-labels');
  await expect(halted).rejects.toMatchObject({
    code: 'QUARANTINE_EXCEEDED',
    details: { total: 700 },
  });

  textPool(
    'blank.csv',
    texts.map((_, n) => textOf(n)),
  );
  await client.projects.resume(id);
  const { pool } = await untilProject(client, id, ({ work }) => work === 'wait-for-labels');
  expect(pool).toEqual({ items: 700, quarantined: 0 });
});

test('a project that is paused while it is encoded goes on where it was', async () => {
  const texts = Array.from({ length: 2_100 }, (_, n) => `again ${textOf(n)}`);
  const { client } = await server();
  const { id } = await client.projects.create({ config: textPool('paused.csv', texts) });
  await untilProject(client, id, ({ encoding, work }) => encoding !== null || work !== 'read-pool');
  expect((await client.projects.pause(id)).status).toBe('paused');
  const { encoding } = await client.projects.get(id);
  await client.projects.resume(id);
  const after = await client.projects.get(id);
  expect(after.encoding?.done ?? 2_100).toBeGreaterThanOrEqual(encoding?.done ?? 0);
  const { pool } = await untilProject(client, id, ({ work }) => work === 'wait-for-labels');
  expect(pool).toEqual({ items: 2_100, quarantined: 0 });
});
