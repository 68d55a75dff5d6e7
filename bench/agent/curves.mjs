/**
 * Learning curves of Uncertainty Herding for the benchmarks of the agent, with the predicted class
 * of every test item at every point, so that a holdout of any size can be drawn afterwards.
 *
 * Pools and variants as in tasks.mjs, drawn per seed, to 50 labels per class (20 above 30 classes).
 * A curve is made once and kept as JSON in the folder of results.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { evaluate, seededRandom, uncertaintyHerding } from '@alaas/core';
import { openOnnxKernels } from '@alaas/pipeline';

import { followStrategy } from './follow-strategy.mjs';
import { drawTask, loadSet } from './tasks.mjs';

export const VARIANTS = ['base', 'half', 'tail', 'majority', 'merged'];

/**
 * Curves `{ set, variant, seed, classCount, majorityRate, targets, points }`, with points
 * `{ labels, accuracy, macroF1, predictions }`, made or read from `folder`.
 */
export async function curvesOf(set, { data, folder, seeds, variants = VARIANTS, log = () => {} }) {
  await mkdir(folder, { recursive: true });
  let loaded;
  const kernels = await openOnnxKernels();
  try {
    const curves = [];
    for (const variant of variants) {
      for (let seed = 0; seed < (variant === 'base' ? seeds : Math.ceil(seeds * 0.6)); seed++) {
        const file = join(folder, `${set}-${variant}-${seed}.json`);
        const kept = await readFile(file, 'utf8').catch(() => undefined);
        if (kept) {
          curves.push(decode(JSON.parse(kept)));
          continue;
        }
        loaded ??= await loadSet(join(data, set));
        const random = seededRandom(seed).fork(variant);
        const task = drawTask(variant, loaded, random);
        if (!task) continue;
        const started = performance.now();
        const curve = { set, variant, seed, ...(await curveOn(task, random, kernels)) };
        log(
          `${set} ${variant} seed ${seed}: ${curve.points.length} points, ${((performance.now() - started) / 1000).toFixed(1)} s`,
        );
        await writeFile(file, JSON.stringify(encode(curve)));
        curves.push(curve);
      }
    }
    return curves;
  } finally {
    await kernels.close();
  }
}

async function curveOn(task, random, kernels) {
  const { targets, testTargets, classCount } = task;
  const budget = Math.min(targets.length, Math.max(200, classCount * (classCount > 30 ? 20 : 50)));
  const strategy = uncertaintyHerding;
  const points = await followStrategy(task, { strategy, budget, random, kernels });
  const counts = new Array(classCount).fill(0);
  for (const target of testTargets) counts[target]++;
  return {
    classCount,
    majorityRate: Math.max(...counts) / testTargets.length,
    targets: testTargets,
    points: points.map(({ labels, predictions }) => {
      const { accuracy, macroF1 } = evaluate(predictions, testTargets, classCount);
      return { labels, accuracy, macroF1, predictions };
    }),
  };
}

const toText = (classes) => Buffer.from(Uint16Array.from(classes).buffer).toString('base64');
const fromText = (text) => {
  const bytes = Buffer.from(text, 'base64');
  return Int32Array.from(
    new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
  );
};

function encode({ targets, points, ...curve }) {
  return {
    ...curve,
    targets: toText(targets),
    points: points.map((point) => ({ ...point, predictions: toText(point.predictions) })),
  };
}

function decode({ targets, points, ...curve }) {
  return {
    ...curve,
    targets: fromText(targets),
    points: points.map((point) => ({ ...point, predictions: fromText(point.predictions) })),
  };
}
