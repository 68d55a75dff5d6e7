import { throwIfCancelled } from '../errors.js';
import type { Means } from '../numeric/distances.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import type { Random } from '../numeric/random.js';
import { topIndices } from '../numeric/top-k.js';
import {
  committeeBlocks,
  COMMITTEE_OPTIONS,
  formCommittee,
  mutualInformation,
  scoresOf,
  type Committee,
} from './contract/committee.js';
import { defineStrategy } from './contract/define-strategy.js';
import { entropyOf } from './contract/scoring-strategy.js';

/** Joint answers that are followed, and numbers of one product over them: bounds time and memory. */
const MOST_ANSWERS = 512;
const PRODUCT_FLOATS = 2_097_152;

/** Takes the items whose labels tell most together about which head of a committee is right. */
export const batchBald = defineStrategy({
  id: 'batch-bald',
  title: 'BatchBALD',
  summary:
    'BALD that counts what two items tell alike only once. For small batches from a committee; slower than bald with noise, which is often as good.',
  source:
    'Kirsch, van Amersfoort and Gal 2019, BatchBALD: greedy I(y₁ … y_b; θ), joint answers enumerated while few, then sampled; items that count together come in groups, since E heads hold log E nats at most',
  cost: 'that of bald, then O(m·C·E·a) for each item, with m candidates and a joint answers, m·C·a at most 2²¹',
  needs: ['embeddings', 'labelledEmbeddings', 'labelledTargets', 'head'],
  uses: [],
  options: {
    ...COMMITTEE_OPTIONS,
    candidates: {
      kind: 'integer',
      default: 1000,
      min: 1,
      max: 100_000,
      help: 'Items of the highest BALD score that are looked at; never fewer than the batch.',
    },
    jointly: {
      kind: 'integer',
      default: 10,
      min: 1,
      max: 100,
      help: 'Items that count together, before the next group begins as if nothing were known.',
    },
  },
  randomised: true,
  async select(inputs, context) {
    const { count, poolSize, options, random, kernels, signal, onProgress } = context;
    const means = { kernels, signal };
    const committee = await formCommittee(inputs, context);
    const scores = await scoresOf(committee, inputs.embeddings, {
      score: mutualInformation,
      ...means,
    });
    const wanted = Math.min(poolSize, Math.max(count, options.candidates));
    const rows = topIndices(scores, wanted);
    const said = await saidOf(committee, takeRows(inputs.embeddings, rows), means);
    const open = new Set(rows.keys());
    const picked: number[] = [];
    let answers = noAnswer(said.members);
    while (picked.length < count) {
      throwIfCancelled(signal);
      if (picked.length % options.jointly === 0) answers = noAnswer(said.members);
      const gains = await gainsOf(said, answers, means);
      let best = -1;
      for (const i of open) if (best < 0 || gains[i]! > gains[best]!) best = i;
      open.delete(best);
      picked.push(rows[best]!);
      answers = extended(answers, { said, item: best, random });
      onProgress?.(picked.length);
    }
    return picked;
  },
});

/** What the members say of m candidates. */
interface Said {
  readonly members: number;
  readonly classes: number;
  /** E × (m·C): probability of class c for item i by member e is `data[e·m·C + i·C + c]`. */
  readonly table: Matrix;
  /** m mean entropies of the members. */
  readonly meanEntropies: Float64Array;
}

async function saidOf(committee: Committee, points: Matrix, means: Means): Promise<Said> {
  const members = committee.members.length;
  const classes = committee.members[0]!.classCount;
  const cols = points.rows * classes;
  const table = { rows: members, cols, data: new Float32Array(members * cols) };
  const meanEntropies = new Float64Array(points.rows);
  for await (const { start, rows, data } of committeeBlocks(committee, points, means)) {
    for (let r = 0, at = 0; r < rows; r++) {
      for (let e = 0; e < members; e++, at += classes) {
        const own = data.subarray(at, at + classes);
        table.data.set(own, e * cols + (start + r) * classes);
        meanEntropies[start + r]! += entropyOf(own, 0, classes) / members;
      }
    }
  }
  return { members, classes, table, meanEntropies };
}

/** Joint answers to the items of a group so far. */
interface Answers {
  /** a × E: the probability of each member given the answers of the row; rows sum to 1. */
  readonly beliefs: Matrix;
  /** Probability of each row; all alike once rows are a sample. */
  readonly weights: Float64Array;
}

function noAnswer(members: number): Answers {
  const data = new Float32Array(members).fill(1 / members);
  return { beliefs: { rows: 1, cols: members, data }, weights: Float64Array.of(1) };
}

/** For each candidate I(y; θ | the answers): the mean over them of H(y) less the members' mean. */
async function gainsOf(
  { classes, table, meanEntropies }: Said,
  { beliefs, weights }: Answers,
  { kernels, signal }: Means,
): Promise<Float64Array> {
  const predicted = await kernels.multiply(beliefs, table, { signal });
  const gains = meanEntropies.map((entropy) => -entropy);
  const row = new Float64Array(classes);
  for (let a = 0, at = 0; a < weights.length; a++) {
    for (let i = 0; i < gains.length; i++) {
      for (let c = 0; c < classes; c++, at++) row[c] = predicted.data[at]!;
      gains[i]! += weights[a]! * entropyOf(row, 0, classes);
    }
  }
  return gains;
}

/** The answers with those to one more item: all of them, or a sample where they are too many. */
function extended(
  answers: Answers,
  { said, item, random }: { said: Said; item: number; random: Random },
): Answers {
  const { members, classes, table } = said;
  const most = Math.max(1, Math.min(MOST_ANSWERS, Math.floor(PRODUCT_FLOATS / table.cols)));
  const { weights } = answers;
  const chances = new Float64Array(weights.length * classes);
  const probabilityOf = (e: number, c: number) => table.data[e * table.cols + item * classes + c]!;
  for (let a = 0; a < weights.length; a++) {
    for (let c = 0; c < classes; c++) {
      for (let e = 0; e < members; e++) {
        chances[a * classes + c]! +=
          weights[a]! * answers.beliefs.data[a * members + e]! * probabilityOf(e, c);
      }
    }
  }
  const possible = [...chances.keys()].filter((at) => chances[at]! > 0);
  const kept = possible.length <= most ? possible : drawn(chances, most, random);
  const data = new Float32Array(kept.length * members);
  for (const [row, at] of kept.entries()) {
    const [a, c] = [Math.floor(at / classes), at % classes];
    for (let e = 0; e < members; e++) {
      const belief = answers.beliefs.data[a * members + e]! * probabilityOf(e, c);
      data[row * members + e] = (weights[a]! * belief) / chances[at]!;
    }
  }
  const isAll = kept === possible;
  return {
    beliefs: { rows: kept.length, cols: members, data },
    weights: Float64Array.from(kept, (at) => (isAll ? chances[at]! : 1 / kept.length)),
  };
}

/** `count` draws in proportion to the chances, at even steps of their sum from a random start. */
function drawn(chances: Float64Array, count: number, random: Random): number[] {
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  const kept: number[] = [];
  let [sum, next] = [0, random.next()];
  for (let at = 0; at < chances.length; at++) {
    sum += (chances[at]! / total) * count;
    for (; sum > next && kept.length < count; next++) kept.push(at);
  }
  return kept;
}
