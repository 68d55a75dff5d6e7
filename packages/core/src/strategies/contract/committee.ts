import { throwIfCancelled } from '../../errors.js';
import type { EmbeddingHead } from '../../head/embedding-head.js';
import { toFeatures } from '../../head/feature-space.js';
import { fitHead, type Head } from '../../head/head.js';
import type { Means } from '../../numeric/distances.js';
import { sliceRows, takeRows, type Matrix } from '../../numeric/matrix.js';
import type { Random } from '../../numeric/random.js';
import { softmaxInto } from '../../numeric/softmax.js';
import type { OptionValues } from './options.js';
import type { SelectionContext, StrategyInputs } from './strategy.js';

/** How the heads of a committee come to differ. */
export const COMMITTEE_OPTIONS = {
  committee: {
    kind: 'choice',
    default: 'dropout',
    choices: ['dropout', 'bootstrap'],
    help: 'The one head with features dropped (Monte-Carlo dropout), or heads trained on labelled items drawn with replacement: slower, and worse with few labels.',
  },
  members: {
    kind: 'integer',
    default: 10,
    min: 2,
    max: 200,
    help: 'Heads of the committee.',
  },
  dropout: {
    kind: 'number',
    default: 0.25,
    min: 0.01,
    max: 0.95,
    help: 'Share of the features that each head of a dropout committee does without.',
  },
} as const;

/** What a committee is made from. */
export type CommitteeInputs = Pick<
  StrategyInputs,
  'embeddings' | 'labelledEmbeddings' | 'labelledTargets' | 'head'
>;

/** Heads of one shape over one feature space. */
export interface Committee {
  readonly space: EmbeddingHead['space'];
  readonly members: readonly Head[];
}

/** What the members say of rows `start … start + rows` of the pool. */
export interface CommitteeBlock {
  readonly start: number;
  readonly rows: number;
  /** Number of class c by member e for row r of the block: `data[(r·E + e)·C + c]`. */
  readonly data: Float64Array;
}

/** Probabilities of one block: 32 MiB. */
const BLOCK_DOUBLES = 4_194_304;

/**
 * A committee. Bootstrap heads cost one training on L items each, from the present head; dropout
 * masks the weights of the present head, one mask for a member, so that its answers on different
 * items belong together (Kirsch, van Amersfoort and Gal 2019).
 */
export async function formCommittee(
  inputs: CommitteeInputs,
  context: Pick<
    SelectionContext<OptionValues<typeof COMMITTEE_OPTIONS>>,
    'options' | 'random' | 'kernels' | 'signal'
  >,
): Promise<Committee> {
  const { space, head } = inputs.head;
  const { options, random } = context;
  const features = toFeatures(space, inputs.labelledEmbeddings);
  const members: Head[] = [];
  for (let member = 0; member < options.members; member++) {
    const own = random.fork(`member-${member}-${random.integer(2 ** 32)}`);
    if (options.committee === 'dropout' || features.rows === 0) {
      members.push(withoutFeatures(head, options.dropout, own));
    } else {
      const rows = Array.from({ length: features.rows }, () => own.integer(features.rows));
      const { kernels, signal } = context;
      members.push(
        await fitHead({
          kernels,
          features: takeRows(features, rows),
          targets: Int32Array.from(rows, (row) => inputs.labelledTargets[row]!),
          classCount: head.classCount,
          start: head,
          signal,
        }),
      );
    }
  }
  return { space, members };
}

/** The members' probabilities for each item, block by block; cost O(E·N·d·C). */
export async function* committeeBlocks(
  { space, members }: Committee,
  embeddings: Matrix,
  { kernels, signal }: Means,
): AsyncGenerator<CommitteeBlock> {
  const stacked = stackWeights(members);
  const biases = Float64Array.from(members.flatMap(({ bias }) => [...bias]));
  const cols = members[0]!.classCount;
  const step = Math.max(1, Math.floor(BLOCK_DOUBLES / Math.max(stacked.rows, embeddings.cols)));
  for (let start = 0; start < embeddings.rows; start += step) {
    throwIfCancelled(signal);
    const block = sliceRows(embeddings, start, Math.min(embeddings.rows, start + step));
    const features = toFeatures(space, block);
    const logits = await kernels.multiply(features, stacked, { transposeB: true, signal });
    const data = new Float64Array(logits.data.length);
    for (let at = 0; at < data.length; at += cols) {
      const bias = at % stacked.rows;
      softmaxInto(data.subarray(at, at + cols), {
        logits: logits.data.subarray(at, at + cols),
        bias: biases.subarray(bias, bias + cols),
      });
    }
    yield { start, rows: block.rows, data };
  }
}

/** One number for an item, from what the members say of it (E × C, row by row). */
export type CommitteeScore = (said: Float64Array, classCount: number) => number;

/** The scores of all items by a new committee. */
export async function scoreByCommittee(
  inputs: CommitteeInputs,
  context: SelectionContext<OptionValues<typeof COMMITTEE_OPTIONS>>,
  score: CommitteeScore,
): Promise<Float64Array> {
  const committee = await formCommittee(inputs, context);
  return scoresOf(committee, inputs.embeddings, { score, ...context });
}

/** The scores of all items by this committee. */
export async function scoresOf(
  committee: Committee,
  embeddings: Matrix,
  { score, kernels, signal }: Means & { readonly score: CommitteeScore },
): Promise<Float64Array> {
  const classes = committee.members[0]!.classCount;
  const size = committee.members.length * classes;
  const scores = new Float64Array(embeddings.rows);
  const blocks = committeeBlocks(committee, embeddings, { kernels, signal });
  for await (const { start, rows, data } of blocks) {
    for (let r = 0; r < rows; r++) {
      scores[start + r] = score(data.subarray(r * size, (r + 1) * size), classes);
    }
  }
  return scores;
}

/**
 * H(mean of the members) − mean of H(member), ≥ 0: what a label would tell about which member is
 * right. The same number is the mean Kullback-Leibler divergence of the members from their mean.
 */
export function mutualInformation(said: Float64Array, classCount: number): number {
  const members = said.length / classCount;
  let information = 0;
  for (let c = 0; c < classCount; c++) {
    let mean = 0;
    for (let at = c; at < said.length; at += classCount) {
      const p = said[at]!;
      mean += p;
      if (p > 0) information += p * Math.log(p);
    }
    if (mean > 0) information -= mean * Math.log(mean / members);
  }
  return Math.max(0, information / members);
}

function withoutFeatures({ weights, ...head }: Head, rate: number, random: Random): Head {
  const { rows, cols } = weights;
  const kept = Float32Array.from({ length: cols }, () =>
    random.next() < rate ? 0 : 1 / (1 - rate),
  );
  const data = weights.data.map((weight, at) => weight * kept[at % cols]!);
  return { ...head, weights: { rows, cols, data } };
}

function stackWeights(members: readonly Head[]): Matrix {
  const { rows, cols } = members[0]!.weights;
  const data = new Float32Array(members.length * rows * cols);
  for (const [member, { weights }] of members.entries())
    data.set(weights.data, member * rows * cols);
  return { rows: members.length * rows, cols, data };
}
