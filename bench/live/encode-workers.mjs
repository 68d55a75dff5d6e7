#!/usr/bin/env node
/**
 * Three workers that encode one pool, beside three separate runs that encode a third each at the same
 * time on the same cores, without service and database. All begin with an empty cache and without
 * encoder.
 *
 * The workers' time begins with the creation of the project, when workers and runs have started, so it
 * has the listing and cutting of the pool and all waiting for each other in it. It ends twice: when all
 * shards are encoded and in the database, which is what the runs do, and when the pool is taken in:
 * copied to its place, with the agent of the project begun, for which the runs have no counterpart.
 * The database is asked how far it is: questions to the server would take 4 % of the same cores.
 *
 *   npm run bench -- live-encode [--items 36000] [--repetitions 3] [--out <file>]
 *
 * Bar: throughput of the workers until all is encoded at least 0.9 of that of the runs together.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { checkDatabase, openDatabase } from '@alaas/server';
import { seededPngs } from '@alaas/testkit';

import { describeSetting } from '../setting/describe-setting.mjs';
import { ratioOf, repeatInterleaved, summary } from '../setting/repeat.mjs';
import { say, sayWithBar } from '../setting/say-figures.mjs';
import { clientOf } from './live-setting.mjs';

const { values: flags } = parseArgs({
  options: {
    items: { type: 'string', default: '36000' },
    repetitions: { type: 'string', default: '3' },
    out: { type: 'string', default: 'bench/results/live-encode.json' },
  },
});
const WORKERS = 3;
const LEAST_SHARE = 0.9;
/** From when workers hold their locks until they do nothing but look at their queues. */
const START_MS = 4_000;
const LOOK_MS = 100;
const SIDE = 96;
const ITEMS = Math.floor(Number(flags.items) / WORKERS) * WORKERS;
const COMMAND = join(import.meta.dirname, '../../packages/cli/bin/alaas.js');

const setting = await describeSetting();
const root = await mkdtemp(join(tmpdir(), 'alaas-bench-'));
const home = join(root, 'database');
const database = await openDatabase({ home });
try {
  await writePool();
  const forms = { workers: encodeByWorkers, alone: encodeAlone };
  const runs = await repeatInterleaved(forms, { repetitions: Number(flags.repetitions) });
  const itemsPerSecond = {
    encoded: runs.workers.map(({ encoded }) => ITEMS / encoded),
    'taken in': runs.workers.map(({ takenIn }) => ITEMS / takenIn),
    alone: runs.alone.map((one) => one.itemsPerSecond),
  };
  const share = ratioOf(itemsPerSecond.encoded, itemsPerSecond.alone);
  const shareTakenIn = ratioOf(itemsPerSecond['taken in'], itemsPerSecond.alone);
  await mkdir(dirname(flags.out), { recursive: true });
  const figures = {
    items: ITEMS,
    side: SIDE,
    workers: WORKERS,
    itemsPerSecond,
    share,
    shareTakenIn,
  };
  await writeFile(
    flags.out,
    `${JSON.stringify({ bench: 'live-encode', setting, ...figures }, null, 2)}\n`,
  );
  for (const [form, values] of Object.entries(itemsPerSecond)) {
    const { median, low, high } = summary(values);
    say([`${form}, items/s`, median, low, high]);
  }
  say(['taken in / alone', shareTakenIn.median, shareTakenIn.low, shareTakenIn.high]);
  sayWithBar({ name: 'encoded / alone', ...share, atLeast: LEAST_SHARE });
} finally {
  await database.close();
  const { place } = await checkDatabase({ home });
  if (place?.kind === 'embedded') await rm(place.directory, { recursive: true, force: true });
  await rm(root, { recursive: true, force: true });
}

/** A third of the images in each of three folders of one pool. */
async function writePool() {
  const images = await seededPngs(ITEMS, { width: SIDE, height: SIDE, seed: 1 });
  for (let part = 0; part < WORKERS; part++) await mkdir(partFolder(part), { recursive: true });
  for (const [i, bytes] of images.entries()) {
    await writeFile(join(partFolder(i % WORKERS), `${i}.png`), bytes);
  }
}

function partFolder(part) {
  return join(root, 'pool', `${part}`);
}

async function encodeByWorkers(repetition) {
  const { host, user, password } = database.connection();
  const url = `postgres://${user}:${password}@${encodeURIComponent(host)}/postgres`;
  const own = (name) => join(root, `${name}-${repetition}`);
  const start = (name, args) => startAlaas(own(name), [...args, '--data-root', root], url);
  const server = await start('server', ['serve', '--no-worker', '--port', '0']);
  const workers = [];
  for (let w = 0; w < WORKERS; w++) workers.push(await start(`worker-${w}`, ['worker']));
  const { projects } = clientOf(server.said.url, 'bench');
  // The command says so before its worker has joined.
  while ((await aliveWorkers()) < WORKERS) await wait(50);
  await wait(START_MS);
  const begin = performance.now();
  const secondsSoFar = () => (performance.now() - begin) / 1_000;
  const config = { task: 'image', data: 'pool', classes: ['yes', 'no'], budget: 20 };
  const { id } = await projects.create({ config: { project: `p${repetition}`, ...config } });
  let encoded;
  while (!(await isTakenIn(id))) {
    if (await isEncoded()) encoded ??= secondsSoFar();
    await wait(LOOK_MS);
  }
  const takenIn = secondsSoFar();
  const { pool } = await projects.get(id);
  if (pool.items !== ITEMS) throw new TypeError(`${pool.items} items came out.`);
  await projects.stop(id);
  for (const { child } of [...workers, server]) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return { encoded: encoded ?? takenIn, takenIn };
}

async function startAlaas(ownHome, args, url) {
  const child = spawn(process.execPath, [COMMAND, ...args, '--json'], {
    cwd: root,
    env: { ...process.env, ALAAS_HOME: ownHome, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, said: JSON.parse(line) };
}

/** All shards there are belong to the pool at work: they go when one is taken in. */
async function isEncoded() {
  const { all, done } = await database.sql
    .selectFrom('live_shards')
    .select(({ fn }) => [fn.countAll().as('all'), fn.count('refused').as('done')])
    .executeTakeFirstOrThrow();
  return Number(all) > 0 && all === done;
}

async function isTakenIn(id) {
  const { problem, pool } = await database.sql
    .selectFrom('live_projects')
    .leftJoin('live_pools', 'live_pools.project', 'live_projects.sequence')
    .select(['problem', 'live_pools.project as pool'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (problem !== null) throw new TypeError(problem);
  return pool !== null;
}

async function aliveWorkers() {
  const { count } = await database.sql
    .withSchema('pg_catalog')
    .selectFrom('pg_locks')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('locktype', '=', 'advisory')
    .where('classid', '=', 4_117_002)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The sum of what each of the separate runs encodes in a second, all of them at the same time. */
async function encodeAlone(repetition) {
  const program = join(import.meta.dirname, 'encode-alone.mjs');
  const children = Array.from({ length: WORKERS }, (_, part) =>
    fork(program, [partFolder(part), join(root, `alone-${part}-${repetition}`)]),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  const rates = await Promise.all(
    children.map(async (child) => {
      const begin = performance.now();
      child.send('go');
      const [items] = await once(child, 'message');
      const seconds = (performance.now() - begin) / 1_000;
      await once(child, 'exit');
      return items / seconds;
    }),
  );
  return { itemsPerSecond: rates.reduce((sum, rate) => sum + rate, 0) };
}
