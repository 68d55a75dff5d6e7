/**
 * Labelled sets for the benches of the agent, drawn per seed: a pool of 2,500 items for up to 10
 * classes, else of 5,000 (smaller sets whole), and a test set. Variants of a set:
 *
 *   base        as it is
 *   noise       a tenth of the pool's labels are those of another class; the test set is clean
 *   duplicates  a fifth of the pool with four near copies each, 5 % of the length away
 *   half        a random half of the classes
 *   tail        class sizes fall exponentially by a factor of 30, in pool and test set
 *   majority    all of one class, and as many of the others as make it 71 % (few classes only)
 *   merged      classes joined until one of them holds about 70 %
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { sampleIndices, takeRows } from '@alaas/core';
import { readLabelsNpy, readMatrixNpy } from '@alaas/pipeline';

export const VARIANTS = ['base', 'noise', 'duplicates', 'half', 'tail', 'majority', 'merged'];
const MAJORITY_SHARE = 0.71;
const TAIL_RATIO = 30;
const NOISE_SHARE = 0.1;
const COPIES = 4;
const COPY_DISTANCE = 0.05;

/** Names of the sets in a folder. */
export async function setsIn(folder) {
  const sets = [];
  for (const name of await readdir(folder)) {
    if (await stat(join(folder, name, 'x_train.npy')).catch(() => undefined)) sets.push(name);
  }
  return sets;
}

export async function loadSet(folder) {
  const [x, y, testX, testY] = await Promise.all([
    readMatrixNpy(join(folder, 'x_train.npy')),
    readLabelsNpy(join(folder, 'y_train.npy')),
    readMatrixNpy(join(folder, 'x_test.npy')),
    readLabelsNpy(join(folder, 'y_test.npy')),
  ]);
  return { x, y, testX, testY, classCount: 1 + Math.max(...y, ...testY) };
}

/**
 * Pool and test set of a variant, `{ embeddings, targets, testEmbeddings, testTargets, classCount }`;
 * undefined where the set cannot give it.
 */
export function drawTask(variant, { x, y, testX, testY, classCount }, random) {
  const order = sampleIndices(random, classCount, classCount);
  const plan = planOf(variant, order);
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
  const task = {
    embeddings: takeRows(x, pool),
    targets: Int32Array.from(pool, (row) => plan.classOf(y[row])),
    testEmbeddings: takeRows(testX, test),
    testTargets: Int32Array.from(test, (row) => plan.classOf(testY[row])),
    classCount: plan.classes,
  };
  if (variant === 'noise') return withWrongLabels(task, random.fork('noise'));
  if (variant === 'duplicates') return withCopies(task, random.fork('duplicates'));
  return task;
}

/** Which classes a variant keeps, how many of each, and what they become. */
function planOf(variant, order) {
  const classCount = order.length;
  const all = { classOf: (c) => c, keep: () => 1, classes: classCount };
  switch (variant) {
    case 'half': {
      const kept = order.slice(0, Math.ceil(classCount / 2));
      return { classOf: (c) => kept.indexOf(c), keep: () => 1, classes: kept.length };
    }
    case 'tail':
      return { ...all, keep: (c) => TAIL_RATIO ** (-order.indexOf(c) / (classCount - 1)) };
    case 'majority': {
      if (classCount > 30) return undefined;
      const share = (1 - MAJORITY_SHARE) / MAJORITY_SHARE / (classCount - 1);
      return { ...all, keep: (c) => (c === order[0] ? 1 : share) };
    }
    case 'merged': {
      const alone = Math.max(1, Math.round(classCount * (1 - MAJORITY_SHARE)));
      const place = (c) => Math.min(order.indexOf(c), alone);
      return { classOf: place, keep: () => 1, classes: alone + 1 };
    }
    default:
      return all;
  }
}

function withWrongLabels(task, random) {
  const { targets, classCount } = task;
  const wrong = sampleIndices(random, targets.length, Math.round(NOISE_SHARE * targets.length));
  const noisy = targets.slice();
  for (const row of wrong) {
    noisy[row] = (noisy[row] + 1 + random.integer(classCount - 1)) % classCount;
  }
  return { ...task, targets: noisy };
}

function withCopies(task, random) {
  const { embeddings, targets } = task;
  const { cols } = embeddings;
  const originals = Math.floor(targets.length / (COPIES + 1));
  const rows = Array.from({ length: originals * (COPIES + 1) }, (_, i) => i % originals);
  const copies = takeRows(embeddings, rows);
  for (let row = originals; row < rows.length; row++) {
    const own = copies.data.subarray(row * cols, (row + 1) * cols);
    const step = Array.from(own, () => random.next() - 0.5);
    const scale = (COPY_DISTANCE * Math.hypot(...own)) / Math.hypot(...step);
    for (let j = 0; j < cols; j++) own[j] += scale * step[j];
  }
  return {
    ...task,
    embeddings: copies,
    targets: Int32Array.from(rows, (row) => targets[row]),
  };
}
