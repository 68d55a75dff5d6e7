#!/usr/bin/env node
/**
 * Learning curves of our strategies against recorded curves of Python peers: the same start, batch
 * and budget, mean accuracy over the points of the curve (area under the curve).
 *
 *   npm run build && node bench/quality/compare.mjs --data <folder> [--sets banking77,cifar10]
 *     [--seeds 10] [--strategies margin,badge] [--out bench/results/quality.json]
 *
 * <folder> holds <set>/{x_train,y_train,x_test,y_test}.npy and reference/<set>.json with the fields
 * start, start_by_class, labels_added, rounds, columns and rows (strategy, seed, n_labels, acc, …).
 * A strategy passes when its mean is not below the peer's by more than the larger of 1 point and two
 * standard errors of the difference. Exit code 1 when one does not.
 *
 * Each strategy is written as it is done, so that a run which is cut short goes on where it was when
 * --out and --seeds are the same; other sets in that file stay.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { simulateFiles } from '@alaas/server';

const OTHER_NAMES = { kmeans: 'k-means', qbc: 'query-by-committee' };
const OURS = [
  ...['random', 'least-confidence', 'margin', 'ratio', 'entropy', 'k-means', 'k-center'],
  ...['badge', 'typiclust', 'uncertainty-herding', 'max-herding'],
  ...['probcover', 'dbal', 'query-by-committee', 'bald', 'bait', 'dropquery', 'refine'],
  ...['cluster-margin', 'contrastive', 'discriminative', 'deepfool', 'density-weighted'],
  ...['phase-switch', 'class-balanced', 'direct', 'galaxy'],
];
const POINTS_ALLOWED = 1;

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string', default: 'banking77,cifar10' },
    seeds: { type: 'string', default: '10' },
    strategies: { type: 'string', default: OURS.join(',') },
    out: { type: 'string', default: 'bench/results/quality.json' },
  },
});
if (!flags.data) {
  process.stderr.write('Give --data <folder>; see the head of this file.\n');
  process.exit(2);
}

const known = await readFile(flags.out, 'utf8').then(JSON.parse, () => ({ results: [] }));
/** Sets of earlier runs stay. */
const results = known.results.filter(({ set }) => !flags.sets.split(',').includes(set));
await mkdir(dirname(flags.out), { recursive: true });
for (const set of flags.sets.split(',')) await compareSet(set);
const failed = results.flatMap(({ rows }) => rows.filter(({ passes }) => passes === false));
process.exitCode = failed.length > 0 ? 1 : 0;

async function compareSet(set) {
  const reference = JSON.parse(
    await readFile(join(flags.data, 'reference', `${set}.json`), 'utf8'),
  );
  const peers = peerAreas(reference);
  const rows = [];
  results.push({ set, start: reference.start, peerHead: reference.head, rows });
  process.stdout.write(
    `\n${set}: start ${reference.start}, ${reference.labels_added} labels added\n`,
  );
  process.stdout.write(line(['strategy', 'ours', 'peer', 'gap', 'allowed', 's/curve', '']));
  for (const strategy of flags.strategies.split(',')) {
    const row =
      knownRow(set, strategy) ??
      (await compareStrategy({ set, strategy, reference }, peers.get(strategy)));
    rows.push(row);
    process.stdout.write(lineOf(row));
    await keep();
  }
}

function knownRow(set, strategy) {
  const one = known.results.find((result) => result.set === set);
  return one?.rows.find((row) => row.strategy === strategy && row.seeds === Number(flags.seeds));
}

async function compareStrategy({ set, strategy, reference }, peer) {
  const { curves, seconds } = await ourCurves({ set, strategy, reference });
  const ours = curves.map(({ points }) => 100 * mean(points.map(({ accuracy }) => accuracy)));
  return {
    strategy,
    ...verdict(ours, peer),
    secondsPerCurve: seconds.simulate / curves.length,
    curves,
  };
}

/** Never half a file, also when the process is killed. */
async function keep() {
  const content = JSON.stringify({ node: process.version, results }, null, 2);
  await writeFile(`${flags.out}.part`, `${content}\n`);
  await rename(`${flags.out}.part`, flags.out);
}

/** Area under each curve of the peers, in points, by our name of the strategy. */
function peerAreas({ columns, rows }) {
  const [strategyAt, seedAt, accuracyAt] = ['strategy', 'seed', 'acc'].map((name) =>
    columns.indexOf(name),
  );
  const curves = new Map();
  for (const row of rows) {
    const name = OTHER_NAMES[row[strategyAt]] ?? row[strategyAt].replaceAll('_', '-');
    const seeds = curves.get(name) ?? new Map();
    curves.set(name, seeds);
    seeds.set(row[seedAt], [...(seeds.get(row[seedAt]) ?? []), row[accuracyAt]]);
  }
  return new Map(
    [...curves].map(([name, seeds]) => [
      name,
      [...seeds.values()].map((curve) => 100 * mean(curve)),
    ]),
  );
}

function ourCurves({ set, strategy, reference }) {
  const file = (name) => join(flags.data, set, `${name}.npy`);
  const {
    start,
    start_by_class: byClass,
    labels_added: added,
    rounds,
    full_pool: full,
  } = reference;
  return simulateFiles({
    files: {
      embeddings: file('x_train'),
      labels: file('y_train'),
      testEmbeddings: file('x_test'),
      testLabels: file('y_test'),
    },
    strategies: [strategy],
    seeds: Array.from({ length: Number(flags.seeds) }, (_, seed) => seed),
    start,
    coldStart: byClass ? 'per-class' : 'random',
    batch: added / rounds,
    budget: start + added,
    poolSize: full.pool,
  });
}

function verdict(ours, peer) {
  const own = { ours: mean(ours), standardError: standardError(ours), seeds: ours.length };
  if (!peer) return own;
  const gap = mean(ours) - mean(peer);
  const allowed = Math.max(
    POINTS_ALLOWED,
    2 * Math.hypot(standardError(ours), standardError(peer)),
  );
  return {
    ...own,
    peer: mean(peer),
    peerSeeds: peer.length,
    gap,
    allowed,
    passes: gap >= -allowed,
  };
}

function lineOf({ strategy, ours, peer, gap, allowed, passes, secondsPerCurve }) {
  const number = (value) => value?.toFixed(2) ?? '–';
  const word = passes === undefined ? '' : passes ? 'ok' : 'BELOW';
  const cells = [ours, peer, gap, allowed, secondsPerCurve].map(number);
  return line([strategy, ...cells, word]);
}

function line([first, ...rest]) {
  return `${first.padEnd(20)}${rest.map((cell) => cell.padStart(9)).join('')}\n`;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values) {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const variance = mean(values.map((value) => (value - middle) ** 2));
  return Math.sqrt(variance / (values.length - 1));
}
