import { throwIfCancelled } from '../errors.js';
import { toFeatures } from '../head/feature-space.js';
import type { Head } from '../head/head.js';
import type { Means } from '../numeric/distances.js';
import { kMeans } from '../numeric/k-means.js';
import { sliceRows, takeRows, type Matrix } from '../numeric/matrix.js';
import type { Random } from '../numeric/random.js';
import { defineStrategy } from './contract/define-strategy.js';
import { representatives } from './contract/representatives.js';

/** Floats of one block of features. */
const BLOCK_FLOATS = 4_194_304;

/** Clusters the items whose guess does not survive dropout and takes one of each cluster. */
export const dropquery = defineStrategy({
  id: 'dropquery',
  title: 'DropQuery',
  summary:
    'Asks for items whose guess changes when part of the features is left out, one of each of as many groups as the batch is large. Made for frozen embeddings of large models.',
  source:
    'Gupte, Aklilu, Nirschl and Yeung-Levy 2024, Revisiting active learning in the era of vision foundation models',
  cost: 'O(M·N·d·C) for M passes, then O(m·b·d) per iteration of k-means on the m doubtful items',
  needs: ['embeddings', 'head'],
  uses: [],
  options: {
    passes: {
      kind: 'integer',
      default: 3,
      min: 1,
      max: 100,
      help: 'Guesses under dropout; an item is doubtful when more than half of them differ from the guess without.',
    },
    dropout: {
      kind: 'number',
      default: 0.75,
      min: 0.01,
      max: 0.99,
      help: 'Share of the features left out, another part for each item and pass (to 1/256).',
    },
  },
  randomised: true,
  async select({ embeddings, head: { space, head } }, context) {
    const { count, options, random, kernels, signal } = context;
    const features = toFeatures(space, embeddings);
    const changes = await countChanges(features, { head, ...options, random, kernels, signal });
    const doubtful = mostChanged(changes, Math.floor(options.passes / 2) + 1, count);
    const clustering = await kMeans(takeRows(features, doubtful), {
      clusters: count,
      random,
      kernels,
      signal,
    });
    return representatives(clustering, count).map((i) => doubtful[i]!);
  },
});

interface Passes extends Means {
  readonly head: Head;
  readonly passes: number;
  readonly dropout: number;
  readonly random: Random;
}

/** For each item, the passes whose guess is another than that of all features. */
async function countChanges(features: Matrix, task: Passes): Promise<Int32Array> {
  const { passes, dropout, random } = task;
  const changes = new Int32Array(features.rows);
  const step = Math.max(1, Math.floor(BLOCK_FLOATS / features.cols));
  for (let start = 0; start < features.rows; start += step) {
    const block = sliceRows(features, start, Math.min(features.rows, start + step));
    const guesses = await guess(block, task);
    for (let pass = 0; pass < passes; pass++) {
      throwIfCancelled(task.signal);
      const guessed = await guess(withoutSome(block, dropout, random), task);
      for (let r = 0; r < block.rows; r++) if (guessed[r] !== guesses[r]) changes[start + r]!++;
    }
  }
  return changes;
}

async function guess(features: Matrix, { head, kernels, signal }: Passes): Promise<Int32Array> {
  const logits = await kernels.multiply(features, head.weights, { transposeB: true, signal });
  const guesses = new Int32Array(features.rows);
  for (let i = 0; i < guesses.length; i++) {
    const value = (c: number) => logits.data[i * head.classCount + c]! + head.bias[c]!;
    let best = 0;
    for (let c = 1; c < head.classCount; c++) if (value(c) > value(best)) best = c;
    guesses[i] = best;
  }
  return guesses;
}

/** Each feature is kept by its own draw of 8 bits, and enlarged for those that are not. */
function withoutSome({ rows, cols, data }: Matrix, rate: number, random: Random): Matrix {
  const threshold = Math.min(255, Math.max(1, Math.round(rate * 256)));
  const scale = 256 / (256 - threshold);
  const out = new Float32Array(data.length);
  for (let at = 0, bits = 0; at < out.length; at++, bits >>>= 8) {
    if (at % 4 === 0) bits = random.integer(2 ** 32);
    if ((bits & 255) >= threshold) out[at] = data[at]! * scale;
  }
  return { rows, cols, data: out };
}

/** Items of at least `wanted` changes; where they are too few, those of fewer changes join. */
function mostChanged(changes: Int32Array, wanted: number, count: number): number[] {
  for (let least = wanted; ; least--) {
    const rows = [...changes.keys()].filter((row) => changes[row]! >= least);
    if (rows.length >= count) return rows;
  }
}
