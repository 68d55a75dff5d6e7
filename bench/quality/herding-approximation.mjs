#!/usr/bin/env node
/**
 * What it costs in accuracy that Uncertainty Herding samples large pools: learning curves of the
 * exact form and of the sampled one from the same start. `as-50000` samples the shares that the
 * product takes of 50,000 items (four fifths represented, a tenth as candidates); `as-1000000` a
 * fifth and a twentieth, or the smallest numbers for each label and pick where these are more.
 *
 *   npm run bench -- herding-approximation --data <folder> [--sets cifar10,banking77] [--seeds 5]
 *
 * <folder> holds <set>/{x_train,y_train,x_test,y_test}.npy. `--items 50000` adds a pool of seeded
 * classes of that size, with the samples that the product takes there. Exit code 1 when the mean of
 * a curve falls by more than 0.3 points.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { simulate, uncertaintyHerding } from '@alaas/core';
import { openOnnxKernels, readLabelsNpy, readMatrixNpy } from '@alaas/pipeline';
import { seededClasses } from '@alaas/testkit';

import { describeSetting } from '../setting/describe-setting.mjs';
import { summary } from '../setting/repeat.mjs';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string', default: 'cifar10,banking77,fashion-mnist' },
    seeds: { type: 'string', default: '5' },
    items: { type: 'string' },
    out: { type: 'string', default: 'bench/results/herding-approximation.json' },
  },
});
const POINTS_ALLOWED = 0.3;
const seeds = Array.from({ length: Number(flags.seeds) }, (_, seed) => seed);
const kernels = await openOnnxKernels();
try {
  const setting = await describeSetting();
  const rows = [];
  for (const set of flags.data ? flags.sets.split(',') : []) {
    const data = await readSet(join(flags.data, set));
    const size = data.targets.length;
    rows.push(
      ...(await compare(set, data, [
        variant('as-50000', {
          represented: Math.floor(0.8 * size),
          candidates: Math.floor(0.1 * size),
        }),
        variant('as-1000000', {
          represented: Math.floor(0.2 * size),
          candidates: Math.floor(0.05 * size),
        }),
      ])),
    );
  }
  if (flags.items) {
    const data = makeClasses(Number(flags.items));
    rows.push(...(await compare(`seeded ${flags.items}`, data, [variant('as-it-is', {})])));
  }
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify({ setting, seeds, rows }, null, 2)}\n`);
  if (rows.some(({ met }) => !met)) process.exitCode = 1;
} finally {
  await kernels.close();
}

/** Uncertainty Herding under another name, with other options. */
function variant(id, options) {
  const select = (inputs, context) =>
    uncertaintyHerding.select(inputs, { ...context, options: { ...context.options, ...options } });
  return { ...uncertaintyHerding, id, select };
}

async function compare(set, data, sampled) {
  const forced = sampled.map((one) => ({
    ...one,
    select: (inputs, context) =>
      one.select(inputs, { ...context, options: { ...context.options, exactUpTo: 0 } }),
  }));
  const exact = variant('exact', { exactUpTo: 10_000_000 });
  const start = Math.max(10, data.classCount);
  const curves = await simulate({
    ...{ data, seeds, kernels, strategies: [exact, ...forced] },
    schedule: { start, coldStart: 'random', batch: 'grow', budget: 20 * start },
  });
  const meansOf = (id) =>
    curves
      .filter(({ strategy }) => strategy === id)
      .map(({ points }) => (100 * points.reduce((sum, p) => sum + p.accuracy, 0)) / points.length);
  const reference = meansOf('exact');
  return forced.map(({ id }) => {
    const losses = meansOf(id).map((value, i) => reference[i] - value);
    const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
    const met = loss <= POINTS_ALLOWED;
    process.stdout.write(
      `${set.padEnd(16)}${id.padEnd(14)}loses ${loss.toFixed(2)} points${met ? '' : '  MISSED'}\n`,
    );
    return { set, items: data.targets.length, id, loss, spread: summary(losses), met };
  });
}

async function readSet(folder) {
  const [embeddings, targets, testEmbeddings, testTargets] = await Promise.all([
    readMatrixNpy(join(folder, 'x_train.npy')),
    readLabelsNpy(join(folder, 'y_train.npy')),
    readMatrixNpy(join(folder, 'x_test.npy')),
    readLabelsNpy(join(folder, 'y_test.npy')),
  ]);
  const classCount = 1 + targets.reduce((most, target) => Math.max(most, target), 0);
  return { embeddings, targets, testEmbeddings, testTargets, classCount };
}

function makeClasses(items) {
  const shape = { classes: 20, dimension: 64, spread: 1.6 };
  const pool = seededClasses({ ...shape, items, seed: 1 });
  const test = seededClasses({ ...shape, items: 3000, seed: 2 });
  return {
    ...pool,
    ...{ testEmbeddings: test.embeddings, testTargets: test.targets, classCount: shape.classes },
  };
}
