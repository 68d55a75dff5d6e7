#!/usr/bin/env node
/**
 * Three workers that encode one pool, beside three separate runs that encode a third each at the same
 * time on the same cores, without service and database. All begin with an empty cache and without
 * encoder; the workers' time is from the creation of the project until its pool is taken in.
 *
 *   npm run bench -- live-encode [--items 12000] [--repetitions 3] [--out <file>]
 *
 * Bar: throughput of the workers at least 0.9 of that of the runs together.
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
    items: { type: 'string', default: '12000' },
    repetitions: { type: 'string', default: '3' },
    out: { type: 'string', default: 'bench/results/live-encode.json' },
  },
});
const WORKERS = 3;
const LEAST_SHARE = 0.9;
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
  const itemsPerSecond = Object.fromEntries(
    Object.entries(runs).map(([form, list]) => [form, list.map((one) => one.itemsPerSecond)]),
  );
  const share = ratioOf(itemsPerSecond.workers, itemsPerSecond.alone);
  await mkdir(dirname(flags.out), { recursive: true });
  const figures = { items: ITEMS, side: SIDE, workers: WORKERS, itemsPerSecond, share };
  await writeFile(
    flags.out,
    `${JSON.stringify({ bench: 'live-encode', setting, ...figures }, null, 2)}\n`,
  );
  for (const [form, values] of Object.entries(itemsPerSecond)) {
    const { median, low, high } = summary(values);
    say([`${form}, items/s`, median, low, high]);
  }
  sayWithBar({ name: 'workers / alone', ...share, atLeast: LEAST_SHARE });
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
  const begin = performance.now();
  const config = { task: 'image', data: 'pool', classes: ['yes', 'no'], budget: 20 };
  const { id } = await projects.create({ config: { project: `p${repetition}`, ...config } });
  let project = await projects.get(id);
  while (project.pool === null) {
    if (project.problem) throw new TypeError(project.problem.detail);
    await wait(50);
    project = await projects.get(id);
  }
  const seconds = (performance.now() - begin) / 1_000;
  if (project.pool.items !== ITEMS) throw new TypeError(`${project.pool.items} items came out.`);
  await projects.stop(id);
  for (const { child } of [...workers, server]) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return { seconds, itemsPerSecond: ITEMS / seconds };
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
