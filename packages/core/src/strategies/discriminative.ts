import { throwIfCancelled } from '../errors.js';
import { fitFeatureSpace, toFeatures } from '../head/feature-space.js';
import { fitHead, predictProbabilities, type Head } from '../head/head.js';
import type { Means } from '../numeric/distances.js';
import { stackRows, takeRows, type Matrix } from '../numeric/matrix.js';
import { sampleIndices, seededRandom } from '../numeric/random.js';
import { topIndices } from '../numeric/top-k.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Unlabelled items for each labelled one that the classifier is trained on, and at least. */
const UNLABELLED_SHARE = 10;
const LEAST_UNLABELLED = 1000;

/** Takes the items that are told most easily from those labelled. */
export const discriminative = defineStrategy({
  id: 'discriminative',
  title: 'Discriminative (DAL)',
  summary:
    'Asks for the items that a classifier tells apart from the labelled ones, so that the labelled set becomes like the pool. Needs no classes.',
  source: 'Gissin and Shalev-Shwartz 2019, Discriminative active learning',
  cost: 'O(r·(N + 100·m)·d) for r rounds, each trained on at most m = 11·max(L, 100) items',
  needs: ['embeddings', 'labelledEmbeddings'],
  uses: [],
  options: {
    rounds: {
      kind: 'integer',
      default: 10,
      min: 1,
      max: 1000,
      help: 'Parts of the batch; the classifier is trained anew after each, with it as labelled.',
    },
  },
  async select({ embeddings, labelledEmbeddings }, context) {
    const { count, poolSize, options, kernels, signal, onProgress } = context;
    if (labelledEmbeddings.rows === 0) return sampleIndices(seededRandom(0), poolSize, count);
    const space = fitFeatureSpace(embeddings);
    const pool = toFeatures(space, embeddings);
    const labelled = toFeatures(space, labelledEmbeddings);
    const picked: number[] = [];
    const rounds = Math.min(options.rounds, count);
    let head: Head | undefined;
    for (let round = 1; round <= rounds; round++) {
      throwIfCancelled(signal);
      const means = { kernels, signal };
      head = await tellApart({ pool, labelled, picked, start: head }, means);
      const { data } = await predictProbabilities(head, pool, means);
      const scores = Float64Array.from({ length: poolSize }, (_, i) => data[2 * i + UNLABELLED]!);
      for (const row of picked) scores[row] = -1;
      picked.push(...topIndices(scores, Math.round((count * round) / rounds) - picked.length));
      onProgress?.(picked.length);
    }
    return picked;
  },
});

const [LABELLED, UNLABELLED] = [0, 1];

/** A head of two classes: labelled or picked, and neither. */
async function tellApart(
  state: { pool: Matrix; labelled: Matrix; picked: readonly number[]; start: Head | undefined },
  means: Means,
): Promise<Head> {
  const { pool, labelled, picked, start } = state;
  const known = stackRows(labelled, takeRows(pool, picked));
  const taken = new Set(picked);
  const wanted = Math.max(LEAST_UNLABELLED, UNLABELLED_SHARE * known.rows);
  // Another sample in each round, the same on every call.
  const random = seededRandom(picked.length);
  const drawn = sampleIndices(random, pool.rows, Math.min(pool.rows, wanted + picked.length));
  const others = drawn.filter((row) => !taken.has(row));
  const targets = new Int32Array(known.rows + others.length).fill(LABELLED);
  targets.fill(UNLABELLED, known.rows);
  return fitHead({
    features: stackRows(known, takeRows(pool, others)),
    targets,
    classCount: 2,
    start,
    ...means,
  });
}
