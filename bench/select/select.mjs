#!/usr/bin/env node
/**
 * Time from `alaas select` to the answer, and peak memory of the process, for every strategy: the
 * command as it is used, with its start, reading the files, and the thread that chooses.
 *
 *   npm run bench -- select [--items 50000] [--dimension 512] [--budget 1000] [--repetitions 3]
 *                           [--only margin,k-center] [--patience 600]
 *
 * --patience  seconds after which a command is stopped and counted as not finished
 *
 * For the large pool: --items 1000000 --dimension 384 --only margin,k-center,uncertainty-herding
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { STRATEGIES, takeRows } from '@alaas/core';
import { encodeNpy } from '@alaas/testkit';

import { makePool } from '../selection/make-pool.mjs';
import { describeSetting } from '../setting/describe-setting.mjs';
import { summary } from '../setting/repeat.mjs';

const { values: flags } = parseArgs({
  options: {
    items: { type: 'string', default: '50000' },
    dimension: { type: 'string', default: '512' },
    budget: { type: 'string', default: '1000' },
    repetitions: { type: 'string', default: '3' },
    only: { type: 'string' },
    patience: { type: 'string', default: '600' },
    out: { type: 'string', default: 'bench/results/select.json' },
  },
});
const CLASSES = 10;
const LABELLED = 200;
const ROOT = join(import.meta.dirname, '..', '..');
const COMMAND = join(ROOT, 'packages/cli/bin/alaas.js');
const REPORT_PEAK = join(ROOT, 'bench/memory/report-peak.mjs');

const only = flags.only?.split(',');
const ids = STRATEGIES.map(({ id }) => id).filter((id) => !only || only.includes(id));
const folder = await mkdtemp(join(tmpdir(), 'alaas-bench-select-'));
try {
  const setting = await describeSetting();
  await writePool();
  const cases = [];
  for (const id of ids) cases.push(await measure(id));
  const { items, dimension, budget } = flags;
  const size = { items: Number(items), dimension: Number(dimension), budget: Number(budget) };
  const result = { bench: 'select', setting, ...size, labelled: LABELLED, cases };
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function writePool() {
  const [items, dimension] = [Number(flags.items), Number(flags.dimension)];
  const pool = makePool({ items, dimension, classes: CLASSES });
  // Labelled items are apart from the pool only in what they are for.
  const rows = Array.from({ length: LABELLED }, (_, i) => Math.floor((i * items) / LABELLED));
  const labelled = takeRows(pool.embeddings, rows);
  const { data } = pool.probabilities;
  const classes = Int32Array.from(rows, (row) => {
    const own = data.subarray(row * CLASSES, (row + 1) * CLASSES);
    return own.indexOf(Math.max(...own));
  });
  await Promise.all([
    write('pool', '<f4', [items, dimension], pool.embeddings.data),
    write('probabilities', '<f8', [items, CLASSES], data),
    write('labelled', '<f4', [LABELLED, dimension], labelled.data),
    write('classes', '<i4', [LABELLED], classes),
    write('examples', '<f4', [3, dimension], labelled.data.subarray(0, 3 * dimension)),
  ]);
}

function write(name, descr, shape, bytes) {
  return writeFile(join(folder, `${name}.npy`), encodeNpy({ descr, shape, bytes }));
}

async function measure(strategy) {
  const runs = [];
  for (let repetition = 0; repetition < Number(flags.repetitions); repetition++) {
    const run = await select(strategy);
    if (run === undefined) {
      process.stdout.write(`${strategy.padEnd(22)}not finished in ${flags.patience} s\n`);
      return { strategy, finished: false };
    }
    runs.push(run);
  }
  const figures = Object.fromEntries(
    ['wall', 'load', 'select'].map((name) => [name, summary(runs.map((run) => run[name]))]),
  );
  const peakBytes = Math.max(...runs.map((run) => run.peakBytes));
  const { approximation } = runs[0];
  process.stdout.write(
    `${strategy.padEnd(22)}wall ${figures.wall.median.toFixed(2)} s, of it choosing ` +
      `${figures.select.median.toFixed(2)} s; peak ${(peakBytes / 2 ** 20).toFixed(0)} MiB\n`,
  );
  return { strategy, finished: true, ...figures, peakBytes, approximation };
}

async function select(strategy) {
  const files = {
    embeddings: 'pool',
    probabilities: 'probabilities',
    'labelled-embeddings': 'labelled',
    'labelled-classes': 'classes',
    examples: 'examples',
  };
  const args = Object.entries(files).flatMap(([flag, name]) => [`--${flag}`, `${name}.npy`]);
  const peakFile = join(folder, 'peak');
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--import',
      REPORT_PEAK,
      COMMAND,
      'select',
      ...args,
      '--strategy',
      strategy,
      '--budget',
    ].concat([flags.budget, '--json']),
    {
      cwd: folder,
      env: { ...process.env, ALAAS_BENCH_PEAK: peakFile },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let stdout = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  const impatience = setTimeout(() => child.kill('SIGKILL'), 1000 * Number(flags.patience));
  const [code, signal] = await once(child, 'close');
  clearTimeout(impatience);
  if (signal !== null) return undefined;
  const answer = JSON.parse(stdout);
  if (code !== 0) throw new Error(`${strategy}: ${answer.error.detail}`);
  return {
    wall: (performance.now() - started) / 1000,
    ...answer.seconds,
    approximation: answer.approximation,
    peakBytes: Number(await readFile(peakFile, 'utf8')),
  };
}
