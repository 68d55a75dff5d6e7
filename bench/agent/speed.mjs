#!/usr/bin/env node
/**
 * Time of a whole simulation by `alaas simulate --agent auto`, as the command is used, and of the
 * forecast for one arm.
 *
 *   npm run bench -- agent-speed [--data <folder>/banking77] [--repetitions 1]
 *
 * 10,000 items × 384, 77 classes, 1,500 labels without early stop: seeded clouds that overlap, or
 * the set in --data. The forecast: 25 points, skewed classes (two scales), with its widening. Exit
 * code 1 when a bar is missed: 60 s on two cores, and 50 ms.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { fitCurve } from '@alaas/core';
import { encodeNpy, seededClasses } from '@alaas/testkit';

import { describeSetting } from '../setting/describe-setting.mjs';
import { summary } from '../setting/repeat.mjs';

const COMMAND = join(import.meta.dirname, '../../packages/cli/bin/alaas.js');
const BARS = { simulationSeconds: 60, forecastMilliseconds: 50 };
const SIZE = { items: 10_000, dimension: 384, classes: 77, budget: 1500 };

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    repetitions: { type: 'string', default: '1' },
    out: { type: 'string', default: 'bench/results/agent-speed.json' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'alaas-bench-agent-'));
try {
  const setting = await describeSetting();
  const data = flags.data ?? (await writeClouds());
  const simulations = [];
  for (let i = 0; i < Number(flags.repetitions); i++) simulations.push(await simulate(data));
  const figures = {
    simulationSeconds: summary(simulations),
    forecastMilliseconds: summary(forecasts()),
  };
  const misses = Object.keys(BARS).filter((name) => figures[name].median > BARS[name]);
  for (const [name, { median }] of Object.entries(figures)) {
    process.stdout.write(`${name} ${median.toFixed(1)} (bar ${BARS[name]})\n`);
  }
  for (const name of misses) process.stdout.write(`MISSED ${name}\n`);
  const result = {
    bench: 'agent-speed',
    setting,
    ...SIZE,
    real: !!flags.data,
    figures,
    bars: BARS,
    misses,
  };
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = misses.length > 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function writeClouds() {
  for (const [part, items, seed] of [
    ['train', SIZE.items, 1],
    ['test', 3000, 2],
  ]) {
    const { classes, dimension } = SIZE;
    // Wide clouds: heads are not done after a few steps, as with real embeddings.
    const { embeddings, targets } = seededClasses({ items, classes, dimension, spread: 4, seed });
    const { data } = embeddings;
    await write(`x_${part}`, { descr: '<f4', shape: [items, dimension], bytes: data });
    await write(`y_${part}`, { descr: '<i4', shape: [items], bytes: targets });
  }
  return folder;
}

function write(name, content) {
  return writeFile(join(folder, `${name}.npy`), encodeNpy(content));
}

async function simulate(data) {
  const flag = (name, file) => [`--${name}`, join(data, `${file}.npy`)];
  const begun = performance.now();
  await promisify(execFile)(
    process.execPath,
    [
      ...[COMMAND, 'simulate', '--agent', 'auto', '--budget', `${SIZE.budget}`, '--seeds', '0'],
      ...flag('embeddings', 'x_train'),
      ...flag('labels', 'y_train'),
      ...flag('test-embeddings', 'x_test'),
      ...flag('test-labels', 'y_test'),
      ...['--no-early-stop', '--json'],
    ],
    { maxBuffer: 2 ** 26 },
  );
  return (performance.now() - begun) / 1000;
}

/** Milliseconds of each of a few dozen forecasts, the first ones included. */
function forecasts() {
  const options = { classCount: 10, holdout: 200, majorityRate: 0.4 };
  return Array.from({ length: 30 }, (_, run) => {
    const points = Array.from({ length: 25 }, (_, i) => {
      const labels = Math.round(10 * 1.25 ** i);
      return { labels, value: 0.9 - (0.5 + 0.002 * run) * (labels / 10) ** -0.6 };
    });
    const begun = performance.now();
    fitCurve(points, options).forecast(5000);
    return performance.now() - begun;
  });
}
