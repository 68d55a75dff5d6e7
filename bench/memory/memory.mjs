#!/usr/bin/env node
/**
 * How much the peak memory of embedding a pool grows from a small to a large pool, beyond the
 * embeddings themselves.
 *
 *   npm run bench -- memory [--small 5000] [--large 50000] [--encoder mobilenetv2-taps-64]
 *     [--repetitions 3] [--out <file>]
 *
 * The pools are folders of different JPEG files made from the bundled Fashion-MNIST. Each run is a
 * process of its own with an empty cache, then one with the full cache. Bar: less than 150 MB.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { writeImages } from '../pipeline/images.mjs';
import { runTask } from '../pipeline/run-task.mjs';
import { describeSetting } from '../setting/describe-setting.mjs';
import { repeatInterleaved, summary } from '../setting/repeat.mjs';

const { values: flags } = parseArgs({
  options: {
    small: { type: 'string', default: '5000' },
    large: { type: 'string', default: '50000' },
    encoder: { type: 'string', default: 'mobilenetv2-taps-64' },
    repetitions: { type: 'string', default: '3' },
    out: { type: 'string', default: 'bench/results/memory.json' },
  },
});
const MEGABYTE = 1e6;
const MOST_MEGABYTES = 150;

const setting = await describeSetting();
const work = await mkdtemp(join(tmpdir(), 'alaas-bench-'));
try {
  for (const size of ['small', 'large']) {
    await writeImages(join(work, size), { count: Number(flags[size]) });
  }
  const forms = {
    smallCold: (n) => measure('small', n),
    smallWarm: (n) => measure('small', n),
    largeCold: (n) => measure('large', n),
    largeWarm: (n) => measure('large', n),
  };
  const runs = await repeatInterleaved(forms, {
    repetitions: Number(flags.repetitions),
    onRun: (name, { peakBytes, seconds }) =>
      process.stdout.write(
        `${name.padEnd(12)}${megabytes(peakBytes)} MB ${seconds.toFixed(1)} s\n`,
      ),
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

function measure(size, repetition) {
  const task = {
    form: 'pipeline',
    encoder: flags.encoder,
    source: { kind: 'folder', folder: join(work, size) },
    cacheFolder: join(work, `cache-${size}-${repetition}`),
  };
  return runTask(task, work);
}

/** Megabytes by which the peak grew, less what the additional embeddings take. */
function growthOf(small, large) {
  return summary(
    large.map((one, i) => {
      const embeddings = 4 * one.dimension * (one.items - small[i].items);
      return (one.peakBytes - small[i].peakBytes - embeddings) / MEGABYTE;
    }),
  );
}

function megabytes(bytes) {
  return (bytes / MEGABYTE).toFixed(0).padStart(6);
}
