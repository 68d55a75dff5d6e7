#!/usr/bin/env node
/**
 * Time to train the head to the same loss (optimum + 10⁻⁶) as scikit-learn in the same run.
 *
 *   npm run bench -- head [--quick] [--python <interpreter>]
 *
 * Each side uses the loosest tolerance of a ladder with which it reaches that loss. Exit code 1 when
 * our time misses its bar.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { fitFeatureSpace, fitHead, toFeatures } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';
import { encodeNpy, seededClasses } from '@alaas/testkit';

import { openPeers } from '../peers/peer-process.mjs';
import { describeSetting } from '../setting/describe-setting.mjs';
import { ratioOf, repeatInterleaved, summary } from '../setting/repeat.mjs';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    python: { type: 'string' },
    out: { type: 'string', default: 'bench/results/head.json' },
  },
});
/** Bars: our time over that of scikit-learn. */
const CASES = [
  { items: 2000, dimension: 576, classes: 10, bar: 0.7 },
  { items: 2000, dimension: 576, classes: 77, bar: 0.4 },
];
const LOSS_ALLOWED = 1e-6;
const TOLERANCES = [1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5, 5e-6, 2e-6, 1e-6, 1e-7];
const ENOUGH_ITERATIONS = 2000;

const kernels = await openOnnxKernels();
const peers = await openPeers(flags.python);
const folder = await mkdtemp(join(tmpdir(), 'alaas-bench-'));
try {
  const setting = { ...(await describeSetting()), peers: peers?.versions };
  const cases = [];
  for (const one of CASES) cases.push(await measure(one));
  const result = { bench: 'head', quick: flags.quick, setting, cases };
  await mkdir(dirname(flags.out), { recursive: true });
  await writeFile(flags.out, `${JSON.stringify(result, null, 2)}\n`);
  if (cases.some(({ met }) => !met)) process.exitCode = 1;
} finally {
  peers?.close();
  await kernels.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure({ items, dimension, classes, bar }) {
  const pool = seededClasses({ items, classes, dimension, spread: 2, seed: 1 });
  const features = toFeatures(fitFeatureSpace(pool.embeddings), pool.embeddings);
  const task = { features, targets: pool.targets, classCount: classes, kernels };
  // That of the product: see fitHead.
  const lambda = 2e-3 / classes;
  const lossOf = (head) => regularisedLoss(head, { ...task, lambda });
  const optimum = lossOf(await fitHead({ ...task, ...settings(1e-9) }));
  const forms = { ours: (tolerance) => timedFit({ ...task, ...settings(tolerance) }) };
  if (peers) {
    await handOver({ features, targets: pool.targets });
    const names = { features: 'features', targets: 'targets', lambda };
    forms.peer = async (tolerance) => {
      const request = { op: 'run', method: 'head', ...names, tolerance };
      const { seconds, weights, bias } = await peers.ask(request);
      return { seconds, head: { weights: { data: weights }, bias } };
    };
  }
  const reached = {};
  for (const [name, form] of Object.entries(forms)) reached[name] = await loosest(form);
  const runs = await repeatInterleaved(
    Object.fromEntries(
      Object.entries(forms).map(([name, form]) => [name, () => form(reached[name].tolerance)]),
    ),
    { repetitions: flags.quick ? 2 : 9 },
  );
  const seconds = Object.fromEntries(
    Object.entries(runs).map(([name, all]) => [name, all.map((run) => run.seconds)]),
  );
  const ratio = seconds.peer && ratioOf(seconds.ours, seconds.peer);
  const met = flags.quick || ratio === undefined || ratio.median <= bar;
  const ours = summary(seconds.ours);
  process.stdout.write(
    `${items} × ${dimension}, ${classes} classes: ${ours.median.toFixed(4)} s` +
      (ratio ? `, scikit-learn ${summary(seconds.peer).median.toFixed(4)} s` : '') +
      (ratio ? `, ratio ${ratio.median.toFixed(2)}` : '') +
      `${met ? '' : '  MISSED'}\n`,
  );
  const size = { items, dimension, classes, optimum, reached, bar };
  return { ...size, ours, peer: seconds.peer && summary(seconds.peer), ratio, met };

  async function loosest(form) {
    for (const tolerance of TOLERANCES) {
      const { head } = await form(tolerance);
      const excess = lossOf(head) - optimum;
      if (excess <= LOSS_ALLOWED) return { tolerance, excess };
    }
    throw new Error('The loss is not reached at any tolerance.');
  }
}

function settings(tolerance) {
  return { tolerance, maxIterations: ENOUGH_ITERATIONS };
}

async function timedFit(task) {
  const started = performance.now();
  const head = await fitHead(task);
  return { seconds: (performance.now() - started) / 1000, head };
}

async function handOver({ features, targets }) {
  const { rows, cols, data } = features;
  const arrays = {
    features: encodeNpy({ descr: '<f4', shape: [rows, cols], bytes: data }),
    targets: encodeNpy({ descr: '<i4', shape: [targets.length], bytes: targets }),
  };
  for (const [name, bytes] of Object.entries(arrays)) {
    const file = join(folder, `${name}.npy`);
    await writeFile(file, bytes);
    await peers.ask({ op: 'load', name, file });
  }
}

/** Mean cross-entropy + λ/2 ‖W‖², in float64. */
function regularisedLoss({ weights, bias }, { features, targets, classCount, lambda }) {
  const { rows, cols, data } = features;
  let loss = 0;
  const logits = new Float64Array(classCount);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < classCount; c++) {
      let sum = bias[c];
      for (let k = 0; k < cols; k++) sum += weights.data[c * cols + k] * data[i * cols + k];
      logits[c] = sum;
    }
    const most = Math.max(...logits);
    loss += most - logits[targets[i]];
    loss += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  }
  const squares = weights.data.reduce((sum, weight) => sum + weight * weight, 0);
  return loss / rows + (lambda / 2) * squares;
}
