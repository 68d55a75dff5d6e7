#!/usr/bin/env node
/**
 * Time to choose a batch from fixed inputs, beside plain numpy or scikit-learn in the same run, and
 * the cost curve of our own strategies.
 *
 *   npm run bench -- selection [--quick] [--python <interpreter>] [--only k-center,badge] [--million]
 *     [--without-curve] [--out <file>]
 *
 * --quick     pools of a fifth of the size, two repetitions, no curve: to see that all runs
 * --python    with numpy and scikit-learn; default bench/peers/.venv, made by bench/peers/setup.sh
 * --without-curve   the cases alone, as for a part of them with --only and --out
 * --million   also 1,000,000 × 384 for margin, k-center and Uncertainty Herding (4 GB of memory)
 *
 * Batches are compared before times are: a case whose batch is worse than the peer's fails. Exit
 * code 1 when a case fails or misses its bar.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { findStrategy, selectBatch } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { encodeNpy } from '@alaas/testkit';

import { peakBytes } from '../memory/peak-bytes.mjs';
import { openPeers } from '../peers/peer-process.mjs';
import { describeSetting } from '../setting/describe-setting.mjs';
import { ratioOf, repeatInterleaved, summary } from '../setting/repeat.mjs';
import { CASES, CURVE_SIZES, CURVE_STRATEGIES } from './cases.mjs';
import { compareBatches } from './compare-batches.mjs';
import { makePool } from './make-pool.mjs';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    million: { type: 'boolean', default: false },
    'without-curve': { type: 'boolean', default: false },
    python: { type: 'string' },
    only: { type: 'string' },
    out: { type: 'string', default: 'bench/results/selection.json' },
  },
});
const DIMENSION = 576;
const CLASSES = 10;
const MILLION_STRATEGIES = ['margin', 'k-center', 'uncertainty-herding'];

const only = flags.only?.split(',');
const cases = CASES.filter(({ strategy }) => !only || only.includes(strategy)).map((one) =>
  flags.quick ? { ...one, items: one.items / 5, count: one.count / 5, repetitions: 2 } : one,
);
const kernels = await openOnnxKernels();
const peers = await openPeers(flags.python);
const folder = await mkdtemp(join(tmpdir(), 'alaas-bench-'));
try {
  const setting = { ...(await describeSetting()), peers: peers?.versions };
  const measured = [];
  for (const items of [...new Set(cases.map((one) => one.items))]) {
    const pool = makePool({ items, dimension: DIMENSION, classes: CLASSES });
    await handOver(pool);
    for (const one of cases.filter((other) => other.items === items)) {
      measured.push(await measure(one, pool));
    }
  }
  const curve =
    flags.quick || flags['without-curve'] ? [] : await followCost(CURVE_SIZES, DIMENSION);
  const million = flags.million ? await followCost([1_000_000], 384, 1000) : [];
  const result = {
    bench: 'selection',
    quick: flags.quick,
    setting,
    cases: measured,
    curve,
    million,
  };
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify(result, null, 2)}\n`);
  if (measured.some(({ met }) => !met)) process.exitCode = 1;
} finally {
  peers?.close();
  await kernels.close();
  await rm(folder, { recursive: true, force: true });
}

async function handOver({ embeddings, probabilities }) {
  if (!peers) return;
  for (const [name, { rows, cols, data }] of Object.entries({ embeddings, probabilities })) {
    const file = join(folder, `${name}.npy`);
    const descr = data instanceof Float32Array ? '<f4' : '<f8';
    await writeFile(file, encodeNpy({ descr, shape: [rows, cols], bytes: data }));
    await peers.ask({ op: 'load', name, file });
  }
}

async function measure(one, pool) {
  const { strategy, items, count, options = {}, repetitions } = one;
  const forms = { ours: (seed) => choose(one, pool, seed) };
  if (peers && one.peer) {
    forms.peer = (seed) => peers.ask({ op: 'run', method: one.peer, count, seed, ...options });
  }
  // The first run of each is not counted: it compares the batches and warms both up.
  const first = {};
  for (const [name, form] of Object.entries(forms)) first[name] = await form(0);
  const batches = Object.fromEntries(
    Object.entries(first).map(([name, { selected }]) => [name, selected]),
  );
  const check = first.peer && (await compareBatches(one, batches, { pool, kernels }));
  if (one.peerOnce) delete forms.peer;
  const runs = await repeatInterleaved(forms, { repetitions });
  if (one.peerOnce && first.peer) runs.peer = runs.ours.map(() => first.peer);
  const seconds = Object.fromEntries(
    Object.entries(runs).map(([name, all]) => [name, all.map((run) => run.seconds)]),
  );
  const ratio = seconds.peer && ratioOf(seconds.ours, seconds.peer);
  const ours = summary(seconds.ours);
  const met =
    check?.alike !== false &&
    (flags.quick || (meets(ours.median, one.limit) && meets(ratio?.median, one.bar)));
  const row = {
    ...{ strategy, items, dimension: DIMENSION, classes: CLASSES, count, options, repetitions },
    ...{ peerName: seconds.peer && one.peerName, limit: one.limit, bar: one.bar, check },
    ...{ ours, peer: seconds.peer && summary(seconds.peer), ratio, met },
    cpuSeconds: summary(runs.ours.map((run) => run.cpuSeconds)),
  };
  process.stdout.write(lineOf(row));
  return row;
}

function meets(value, most) {
  return value === undefined || most === undefined || value <= most;
}

async function choose({ strategy, count, options = {} }, pool, seed) {
  let approximation;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const selected = await selectBatch(findStrategy(strategy), pool, {
    ...{ count, options, seed, kernels },
    onApproximation: (how) => (approximation = how),
  });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { selected, seconds, cpuSeconds: (user + system) / 1e6, approximation };
}

/** Our own strategies alone, on pools that grow; the batch is 1 % of the pool, 1,000 at most. */
async function followCost(sizes, dimension, wanted) {
  const rows = [];
  for (const items of sizes) {
    const pool = makePool({ items, dimension, classes: CLASSES });
    const strategies = dimension === DIMENSION ? CURVE_STRATEGIES : MILLION_STRATEGIES;
    for (const strategy of strategies) {
      const count = wanted ?? Math.min(1000, items / 100);
      const { seconds, cpuSeconds, approximation } = await choose({ strategy, count }, pool, 0);
      rows.push({
        strategy,
        items,
        dimension,
        count,
        seconds,
        cpuSeconds,
        peakBytes: peakBytes(),
        approximation,
      });
      process.stdout.write(`${strategy.padEnd(22)}${items} items ${seconds.toFixed(3)} s\n`);
    }
  }
  return rows;
}

function lineOf({ strategy, items, count, ours, peer, peerName, ratio, check, met }) {
  const beside = peer
    ? `${peerName} ${peer.median.toFixed(3)} s, ratio ${ratio.median.toFixed(3)}, ` +
      `${check.measure} ${check.ours.toPrecision(5)} to ${check.peer.toPrecision(5)}`
    : 'no peer';
  const head = `${strategy.padEnd(22)}${items}/${count}`.padEnd(36);
  return `${head}${ours.median.toFixed(3)} s, ${beside}${met ? '' : '  MISSED'}\n`;
}
