/**
 * Learning curves of Uncertainty Herding for the benchmarks of the agent, with the predicted class
 * of every test item at every point, so that a holdout of any size can be drawn afterwards.
 *
 * Protocol: a pool drawn per seed (2,500 items for up to 10 classes, else 5,000; smaller sets
 * whole), C labels by max-herding (at least 10), then batches that grow the labelled set by 1.25×, to
 * 50 labels per class (20 above 30 classes). Variants of a set, each drawn per seed:
 *
 *   base      as it is
 *   half      a random half of the classes
 *   tail      class sizes fall exponentially by a factor of 30, in pool and test set
 *   majority  all of one class, and as many of the others as make it 71 % (few classes only)
 *   merged    classes joined until one of them holds about 70 %
 *
 * A curve is made once and kept as JSON in the folder of results.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  evaluate,
  fitFeatureSpace,
  fitHead,
  maxHerding,
  nextBatchSize,
  predictedClasses,
  predictProbabilities,
  sampleIndices,
  seededRandom,
  selectBatch,
  takeRows,
  toFeatures,
  uncertaintyHerding,
} from '@alaas/core';
import { openOnnxKernels, readLabelsNpy, readMatrixNpy } from '@alaas/pipeline';

export const VARIANTS = ['base', 'half', 'tail', 'majority', 'merged'];
const MAJORITY_SHARE = 0.71;
const TAIL_RATIO = 30;

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

async function loadSet(folder) {
  const [x, y, testX, testY] = await Promise.all([
    readMatrixNpy(join(folder, 'x_train.npy')),
    readLabelsNpy(join(folder, 'y_train.npy')),
    readMatrixNpy(join(folder, 'x_test.npy')),
    readLabelsNpy(join(folder, 'y_test.npy')),
  ]);
  return { x, y, testX, testY, classCount: 1 + Math.max(...y, ...testY) };
}

/** Rows and classes of a variant; undefined where the set cannot give it. */
function drawTask(variant, { x, y, testX, testY, classCount }, random) {
  const order = sampleIndices(random, classCount, classCount);
  const all = { classOf: (c) => c, keep: () => 1, classes: classCount };
  const plan = {
    base: () => all,
    half: () => {
      const kept = order.slice(0, Math.ceil(classCount / 2));
      return { classOf: (c) => kept.indexOf(c), keep: () => 1, classes: kept.length };
    },
    tail: () => ({
      ...all,
      keep: (c) => TAIL_RATIO ** (-order.indexOf(c) / (classCount - 1)),
    }),
    majority: () => {
      if (classCount > 30) return undefined;
      const share = (1 - MAJORITY_SHARE) / MAJORITY_SHARE / (classCount - 1);
      return { ...all, keep: (c) => (c === order[0] ? 1 : share) };
    },
    merged: () => {
      const alone = Math.max(1, Math.round(classCount * (1 - MAJORITY_SHARE)));
      const place = (c) => Math.min(order.indexOf(c), alone);
      return { classOf: place, keep: () => 1, classes: alone + 1 };
    },
  }[variant]();
  if (!plan) return undefined;
  const pick = (labels, part) => {
    const rows = [];
    for (let c = 0; c < classCount; c++) {
      const own = [...labels.keys()].filter((i) => labels[i] === c && plan.classOf(c) >= 0);
      const count = Math.max(Math.min(2, own.length), Math.round(own.length * plan.keep(c)));
      rows.push(
        ...sampleIndices(random.fork(`${part}-${c}`), own.length, count).map((i) => own[i]),
      );
    }
    return rows;
  };
  const poolSize = classCount <= 10 ? 2500 : 5000;
  const rows = pick(y, 'pool');
  const drawn = sampleIndices(random.fork('pool'), rows.length, Math.min(rows.length, poolSize));
  const pool = drawn.map((i) => rows[i]);
  const test = pick(testY, 'test');
  return {
    embeddings: takeRows(x, pool),
    targets: Int32Array.from(pool, (row) => plan.classOf(y[row])),
    testEmbeddings: takeRows(testX, test),
    testTargets: Int32Array.from(test, (row) => plan.classOf(testY[row])),
    classCount: plan.classes,
  };
}

async function curveOn(task, random, kernels) {
  const { embeddings, targets, testEmbeddings, testTargets, classCount } = task;
  const space = fitFeatureSpace(embeddings);
  const features = toFeatures(space, embeddings);
  const testFeatures = toFeatures(space, testEmbeddings);
  const budget = Math.min(targets.length, Math.max(200, classCount * (classCount > 30 ? 20 : 50)));
  const points = [];
  let labelled = await selectBatch(
    maxHerding,
    { embeddings },
    { count: Math.max(10, classCount), random, kernels },
  );
  for (let head; ;) {
    head = await fitHead({
      features: takeRows(features, labelled),
      targets: Int32Array.from(labelled, (row) => targets[row]),
      classCount,
      start: head,
      kernels,
    });
    const predictions = predictedClasses(
      await predictProbabilities(head, testFeatures, { kernels }),
    );
    const { accuracy, macroF1 } = evaluate(predictions, testTargets, classCount);
    points.push({ labels: labelled.length, accuracy, macroF1, predictions });
    const count = nextBatchSize({ batch: 'grow', budget }, labelled.length);
    if (count === 0) break;
    const taken = new Set(labelled);
    const open = [...targets.keys()].filter((row) => !taken.has(row));
    const inputs = {
      embeddings: takeRows(embeddings, open),
      labelledEmbeddings: takeRows(embeddings, labelled),
      probabilities: await predictProbabilities(head, takeRows(features, open), { kernels }),
    };
    const picked = await selectBatch(uncertaintyHerding, inputs, {
      count,
      random: random.fork(`round-${labelled.length}`),
      kernels,
    });
    labelled = [...labelled, ...picked.map((i) => open[i])];
  }
  const counts = new Array(classCount).fill(0);
  for (const target of testTargets) counts[target]++;
  return {
    classCount,
    majorityRate: Math.max(...counts) / testTargets.length,
    targets: testTargets,
    points,
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
