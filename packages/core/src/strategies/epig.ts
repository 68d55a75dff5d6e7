import { throwIfCancelled } from '../errors.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { sampleIndices } from '../numeric/random.js';
import { topIndices } from '../numeric/top-k.js';
import { committeeBlocks, COMMITTEE_OPTIONS, formCommittee } from './contract/committee.js';
import { defineStrategy } from './contract/define-strategy.js';
import { SCORE_OPTIONS, takeByScore } from './contract/take-by-score.js';

/** Outcomes of an item at most: beyond, the least probable classes count as one. */
const MOST_OUTCOMES = 10;
/** Joint probabilities of one product. */
const PRODUCT_FLOATS = 2_097_152;

/** Takes the items whose label would tell most about the classes of the pool. */
export const epig = defineStrategy({
  id: 'epig',
  title: 'EPIG',
  summary:
    'Asks for the items whose label tells most about what the model says of other items: not of oddities, as BALD may, nor of noise.',
  source:
    'Bickford Smith, Kirsch, Farquhar, Gal, Foster and Rainforth 2023, Prediction-oriented Bayesian active learning: mean of I(y; y*) over target items',
  cost: 'O(N·T·o²·E) for T targets, E heads and o outcomes, at most 10: beyond, the least probable classes count as one',
  needs: ['embeddings', 'labelledEmbeddings', 'labelledTargets', 'head'],
  uses: [],
  options: {
    ...COMMITTEE_OPTIONS,
    targets: {
      kind: 'integer',
      default: 100,
      min: 1,
      max: 10_000,
      help: 'Items of the pool, by lot, about which a label is to tell.',
    },
    ...SCORE_OPTIONS,
  },
  randomised: true,
  async select(inputs, context) {
    const { embeddings } = inputs;
    const { poolSize, options, random, kernels, signal } = context;
    const means = { kernels, signal };
    const committee = await formCommittee(inputs, context);
    const members = committee.members.length;
    const sampled = sampleIndices(random, poolSize, Math.min(poolSize, options.targets));
    const shape = { members, classes: inputs.head.head.classCount };
    const targets: Outcomes[] = [];
    for await (const block of committeeBlocks(committee, takeRows(embeddings, sampled), means)) {
      for (let r = 0; r < block.rows; r++) targets.push(outcomesOf(block.data, r, shape));
    }
    const scores = new Float64Array(poolSize);
    const table = tableOf(targets, members);
    const step = Math.max(1, Math.floor(PRODUCT_FLOATS / (MOST_OUTCOMES * table.rows)));
    for await (const block of committeeBlocks(committee, embeddings, means)) {
      for (let from = 0; from < block.rows; from += step) {
        throwIfCancelled(signal);
        const rows = Array.from({ length: Math.min(step, block.rows - from) }, (_, r) => from + r);
        const items = rows.map((r) => outcomesOf(block.data, r, shape));
        const left = tableOf(items, members);
        const joint = await kernels.multiply(left, table, { transposeB: true, signal });
        scores.set(meanInformation(items, targets, joint), block.start + from);
      }
    }
    return takeByScore(scores, 0, context);
  },
});

/** What may come out for one item. */
interface Outcomes {
  readonly size: number;
  /** Mean probability of each outcome. */
  readonly means: Float64Array;
  /** size × E: probability of each outcome by each member. */
  readonly said: Float64Array;
}

/** The most probable classes each for itself, the rest together. */
function outcomesOf(
  data: Float64Array,
  row: number,
  { members, classes }: { members: number; classes: number },
): Outcomes {
  const start = row * members * classes;
  const probability = (e: number, c: number) => data[start + e * classes + c]!;
  const sums = new Float64Array(classes);
  for (let e = 0; e < members; e++) for (let c = 0; c < classes; c++) sums[c]! += probability(e, c);
  const isSmall = classes <= MOST_OUTCOMES;
  const size = isSmall ? classes : MOST_OUTCOMES;
  const apart = topIndices(sums, isSmall ? classes : MOST_OUTCOMES - 1);
  const outcomeOf = new Int32Array(classes).fill(size - 1);
  for (const [outcome, c] of apart.entries()) outcomeOf[c] = outcome;
  const said = new Float64Array(size * members);
  const means = new Float64Array(size);
  for (let c = 0; c < classes; c++) {
    const outcome = outcomeOf[c]!;
    means[outcome]! += sums[c]! / members;
    for (let e = 0; e < members; e++) said[outcome * members + e]! += probability(e, c);
  }
  return { size, means, said };
}

/** All outcomes of all items below each other, over √E, so that products are joint means. */
function tableOf(items: readonly Outcomes[], members: number): Matrix {
  const rows = items.reduce((sum, { size }) => sum + size, 0);
  const data = new Float32Array(rows * members);
  let at = 0;
  for (const { said } of items) for (const value of said) data[at++] = value / Math.sqrt(members);
  return { rows, cols: members, data };
}

/** Mean over the targets of Σ p(y, y*)·log(p(y, y*) / (p(y)·p(y*))). */
function meanInformation(
  items: readonly Outcomes[],
  targets: readonly Outcomes[],
  joint: Matrix,
): Float64Array {
  // Σ p(y, y*)·log p(y*) over y is that of the target alone: all but the joint term are sums.
  const targetLogs = targets.reduce((sum, { means }) => sum + negativeEntropy(means), 0);
  let row = 0;
  return Float64Array.from(items, ({ size, means }) => {
    let sum = 0;
    for (let at = row * joint.cols; at < (row + size) * joint.cols; at++) {
      const p = joint.data[at]!;
      if (p > 0) sum += p * Math.log(p);
    }
    row += size;
    return Math.max(0, (sum - targetLogs) / targets.length - negativeEntropy(means));
  });
}

function negativeEntropy(means: Float64Array): number {
  return means.reduce((sum, p) => (p > 0 ? sum + p * Math.log(p) : sum), 0);
}
