#!/usr/bin/env node
/**
 * What the modes of the agent are worth: learning curves of fixed strategies, and runs of `auto`,
 * `compare` and `paper` at equal total label cost, on drawn pools (see tasks.mjs) and their variants.
 *
 *   npm run bench -- agent --data <folder> [--sets a,b] [--seeds 5]
 *     [--minutes 60] [--cells bench/results/modes] [--out bench/results/agent.json]
 *
 * Hours on two cores. Each drawn pool has a file in the folder of cells, so that a run which is cut
 * short goes on where it was; --minutes ends it after the cell in which they pass. A given holdout
 * is 200 random test items, which then say nothing about the truth; whole test set otherwise. A
 * variant with fewer than 400 test items is left out. The results hold everything that was measured;
 * `write-evaluation.mjs` makes tables of them. Exit code 1 when a bar is missed (see judge-modes.mjs).
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { seededRandom } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';

import { BRIEF, cellsOf, wavesOf } from './cells.mjs';
import { missedBars } from './judge-modes.mjs';
import { GIVEN_ITEMS, runCell } from './run-cell.mjs';
import { drawTask, loadSet, setsIn } from './tasks.mjs';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string' },
    seeds: { type: 'string', default: '5' },
    minutes: { type: 'string' },
    cells: { type: 'string', default: 'bench/results/modes' },
    out: { type: 'string', default: 'bench/results/agent.json' },
  },
});
if (!flags.data) {
  process.stderr.write('Give --data <folder>; see the head of this file.\n');
  process.exit(2);
}

const started = performance.now();
const late = () => performance.now() - started > 60_000 * Number(flags.minutes ?? Infinity);
const loaded = new Map();
const pools = new Map();
await mkdir(flags.cells, { recursive: true });
await mkdir(dirname(flags.out), { recursive: true });
const kernels = await openOnnxKernels();
const sets = flags.sets?.split(',') ?? (await setsIn(flags.data));
for (const wave of wavesOf(Number(flags.seeds))) {
  for (const { variant, seed, brief } of wave) {
    for (const set of sets) await runPool({ set, variant, seed }, brief);
  }
}
await kernels.close();
const misses = missedBars([...pools.values()]);
for (const miss of misses) process.stdout.write(`MISSED ${miss}\n`);
process.exitCode = misses.length > 0 ? 1 : 0;

async function runPool({ set, variant, seed }, brief) {
  const name = `${set}-${variant}-${seed}`;
  const file = join(flags.cells, `${name}.json`);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const pool = text === undefined ? { set, variant, seed, cells: {} } : JSON.parse(text);
  if (!pool.complete && !late()) {
    if (!loaded.has(set)) loaded.set(set, await loadSet(join(flags.data, set)));
    const task = drawTask(variant, loaded.get(set), seededRandom(seed).fork(variant));
    if (!task || task.testTargets.length < 2 * GIVEN_ITEMS) return;
    await runCells(pool, task, { brief, keep: (kept) => replace(file, kept) });
  }
  if (Object.keys(pool.cells).length > 0) pools.set(name, pool);
  await replace(flags.out, { node: process.version, pools: [...pools.values()] });
}

async function runCells(pool, task, { brief, keep }) {
  const poolSize = task.targets.length;
  pool.classCount = task.classCount;
  pool.poolSize = poolSize;
  for (const cell of cellsOf({ ...pool, poolSize })) {
    if (pool.cells[cell.id] || (brief && !BRIEF.includes(cell.id))) continue;
    if (late()) return;
    const begun = performance.now();
    const result = await runCell(cell, task, { seed: pool.seed, kernels });
    const seconds = Number(((performance.now() - begun) / 1000).toFixed(2));
    pool.cells[cell.id] = { ...cell, ...result, seconds };
    process.stdout.write(`${pool.set} ${pool.variant} ${pool.seed} ${cell.id}: ${seconds} s\n`);
    await keep(pool);
  }
  pool.complete = !brief;
  await keep(pool);
}

/** Never half a file, also when the process is killed. */
async function replace(file, content) {
  await writeFile(`${file}.part`, `${JSON.stringify(content)}\n`);
  await rename(`${file}.part`, file);
}
