#!/usr/bin/env node
/**
 * How much the peak memory of `alaas run` (our process, strategy margin) grows from a small to a
 * large pool, beyond the embeddings themselves.
 *
 *   npm run bench -- run-memory [--small 5000] [--large 50000] [--repetitions 3] [--out <file>]
 *
 * The pools are folders of different JPEG files made from the bundled Fashion-MNIST, with labels by
 * lot: what is measured is memory, not accuracy. Each run is a process of its own with an empty data
 * folder, then one that is served from the cache. Bar: less than 150 MB.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { checkDatabase } from '@alaas/server';

import { writeImages } from '../pipeline/images.mjs';
import { describeSetting } from '../setting/describe-setting.mjs';
import { repeatInterleaved, summary } from '../setting/repeat.mjs';

const { values: flags } = parseArgs({
  options: {
    small: { type: 'string', default: '5000' },
    large: { type: 'string', default: '50000' },
    repetitions: { type: 'string', default: '3' },
    out: { type: 'string', default: 'bench/results/run-memory.json' },
  },
});
const MEGABYTE = 1e6;
const MOST_MEGABYTES = 150;
const CLASSES = 10;
const BUDGET = 500;
/** Length of an embedding of the default encoder for images. */
const DIMENSION = 1536;

const COMMAND = join(import.meta.dirname, '../../packages/cli/bin/alaas.js');
const REPORT_PEAK = join(import.meta.dirname, 'report-peak.mjs');

const setting = await describeSetting();
const work = await mkdtemp(join(tmpdir(), 'alaas-bench-'));
try {
  for (const size of ['small', 'large']) await writeProject(size);
  const forms = {
    smallCold: (n) => measure('small', n),
    smallWarm: (n) => measure('small', n),
    largeCold: (n) => measure('large', n),
    largeWarm: (n) => measure('large', n),
  };
  const runs = await repeatInterleaved(forms, {
    repetitions: Number(flags.repetitions),
    onRun: (name, { peakBytes, seconds }) => {
      const megabytes = (peakBytes / MEGABYTE).toFixed(0).padStart(6);
      process.stdout.write(`${name.padEnd(12)}${megabytes} MB ${seconds.toFixed(1)} s\n`);
    },
  });
  const growth = {
    cold: growthOf(runs.smallCold, runs.largeCold),
    warm: growthOf(runs.smallWarm, runs.largeWarm),
  };
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify({ setting, growth, runs }, null, 2)}\n`);
  for (const [name, { median, low, high }] of Object.entries(growth)) {
    const reached = median < MOST_MEGABYTES;
    process.stdout.write(
      `growth ${name}, MB beyond the embeddings: ${median.toFixed(0)} (${low.toFixed(0)}–${high.toFixed(0)}) ` +
        `< ${MOST_MEGABYTES} ${reached ? 'ok' : 'MISSED'}\n`,
    );
    if (!reached) process.exitCode = 1;
  }
} finally {
  await rm(work, { recursive: true, force: true });
}

async function writeProject(size) {
  const folder = join(work, size);
  const count = await writeImages(join(folder, 'images'), { count: Number(flags[size]) });
  const labels = Array.from({ length: count }, (_, i) => {
    return `${String(i).padStart(6, '0')}.jpg,class ${i % CLASSES}\n`;
  });
  await writeFile(join(folder, 'labels.csv'), `item,label\n${labels.join('')}`);
  const keys = { project: size, task: 'image', data: 'images', labels: 'labels.csv' };
  const settings = { ...keys, budget: BUDGET, strategy: 'margin' };
  await writeFile(join(folder, 'alaas.yaml'), JSON.stringify(settings));
}

/** One run in the data folder of a repetition: the first on it is cold, the next one warm. */
async function measure(size, repetition) {
  const home = join(work, `home-${size}-${repetition}`);
  const peakFile = join(work, 'peak');
  const began = performance.now();
  const args = ['--import', REPORT_PEAK, COMMAND, 'run', join(work, size), '--json'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ALAAS_HOME: home, ALAAS_BENCH_PEAK: peakFile },
  });
  let answer = '';
  child.stdout.on('data', (chunk) => (answer += chunk));
  const [code] = await once(child, 'close');
  const seconds = (performance.now() - began) / 1000;
  const { labels, cache } = JSON.parse(answer);
  if (code !== 0 || labels?.used !== BUDGET) throw new Error(`alaas run ended with ${code}.`);
  const peakBytes = Number(await readFile(peakFile, 'utf8'));
  if (cache.misses === 0) await dropDatabase(home);
  return { items: cache.hits + cache.misses, peakBytes, seconds };
}

/** As root the data lie outside of the data folder. */
async function dropDatabase(home) {
  const { place } = await checkDatabase({ home });
  if (place?.kind === 'embedded') await rm(place.directory, { recursive: true, force: true });
}

/** Megabytes by which the peak grew, less what the additional embeddings take. */
function growthOf(small, large) {
  return summary(
    large.map((one, i) => {
      const embeddings = 4 * DIMENSION * (one.items - small[i].items);
      return (one.peakBytes - small[i].peakBytes - embeddings) / MEGABYTE;
    }),
  );
}
