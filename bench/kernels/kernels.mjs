#!/usr/bin/env node
/**
 * The numeric kernels on ONNX Runtime beside numpy in the same run, answers compared first.
 *
 *   npm run bench -- kernels [--quick] [--python <interpreter>]
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { sliceRows } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { encodeNpy } from '@alaas/testkit';

import { openPeers } from '../peers/peer-process.mjs';
import { makePool } from '../selection/make-pool.mjs';
import { describeSetting } from '../setting/describe-setting.mjs';
import { ratioOf, repeatInterleaved, summary } from '../setting/repeat.mjs';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    python: { type: 'string' },
    out: { type: 'string', default: 'bench/results/kernels.json' },
  },
});
const DIMENSION = 576;
const RADIUS = 0.9;
const NEIGHBOURS = 20;
/** Relative difference of the checksums that float32 admits. */
const ALIKE = 1e-3;

const items = flags.quick ? 10_000 : 50_000;
const { embeddings } = makePool({ items, dimension: DIMENSION, classes: 10 });
const some = sliceRows(embeddings, 0, items / 50);
const part = sliceRows(embeddings, 0, items / 5);
const kernels = await openOnnxKernels();
const peers = await openPeers(flags.python);
const folder = await mkdtemp(join(tmpdir(), 'alaas-bench-'));

/** `flops` of the product inside; `run` answers a number that the peer's answer must match. */
const CASES = [
  {
    name: 'multiply',
    shape: [items, some.rows],
    run: async () => total((await kernels.multiply(embeddings, some, { transposeB: true })).data),
  },
  {
    name: 'nearest-20',
    shape: [part.rows, part.rows],
    run: async () =>
      total((await kernels.nearest({ queries: part, points: part, count: NEIGHBOURS })).squared),
  },
  {
    name: 'coverage-gains',
    shape: [part.rows, part.rows],
    run: async () =>
      total(await kernels.coverageGains({ points: part, candidates: part, radius: RADIUS })),
  },
];

try {
  const setting = { ...(await describeSetting()), peers: peers?.versions };
  if (peers) {
    for (const [name, { rows, cols, data }] of Object.entries({ x: embeddings, some, part })) {
      const file = join(folder, `${name}.npy`);
      await writeFile(file, encodeNpy({ descr: '<f4', shape: [rows, cols], bytes: data }));
      await peers.ask({ op: 'load', name, file });
    }
  }
  const cases = [];
  for (const one of CASES) cases.push(await measure(one));
  const result = { bench: 'kernels', quick: flags.quick, setting, cases };
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify(result, null, 2)}\n`);
  if (cases.some(({ met }) => !met)) process.exitCode = 1;
} finally {
  peers?.close();
  await kernels.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure({ name, shape, run }) {
  const forms = { ours: () => timed(run) };
  const request = { op: 'run', method: `kernel-${name}`, radius: RADIUS, count: NEIGHBOURS };
  if (peers) forms.peer = () => peers.ask(request);
  const first = {};
  for (const [side, form] of Object.entries(forms)) first[side] = (await form()).sum;
  const met = !peers || Math.abs(first.ours / first.peer - 1) <= ALIKE;
  const runs = await repeatInterleaved(forms, { repetitions: flags.quick ? 2 : 5 });
  const seconds = Object.fromEntries(
    Object.entries(runs).map(([side, all]) => [side, all.map((one) => one.seconds)]),
  );
  const [ours, peer] = [summary(seconds.ours), seconds.peer && summary(seconds.peer)];
  const gigaflops = (2e-9 * shape[0] * shape[1] * DIMENSION) / ours.median;
  const ratio = peer && ratioOf(seconds.ours, seconds.peer);
  process.stdout.write(
    `${name.padEnd(16)}${ours.median.toFixed(3)} s, ${gigaflops.toFixed(0)} GFLOP/s` +
      (peer ? `, numpy ${peer.median.toFixed(3)} s, ratio ${ratio.median.toFixed(2)}` : '') +
      `${met ? '' : '  DIFFERS'}\n`,
  );
  return { name, shape, dimension: DIMENSION, gigaflops, ours, peer, ratio, sums: first, met };
}

async function timed(run) {
  const started = performance.now();
  const sum = await run();
  return { seconds: (performance.now() - started) / 1000, sum };
}

function total(values) {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum;
}
