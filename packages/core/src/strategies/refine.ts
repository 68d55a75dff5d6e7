import { takeRows } from '../numeric/matrix.js';
import { badge } from './badge.js';
import { checkOptions } from './contract/check-options.js';
import { chooseWithin } from './contract/choose-within.js';
import { defineStrategy } from './contract/define-strategy.js';
import { selectByHerding } from './contract/select-by-herding.js';
import type { QueryStrategy, StrategyInputs } from './contract/strategy.js';
import { margin } from './margin.js';
import { maxHerding } from './max-herding.js';
import { typiclust } from './typiclust.js';

/** Different notions of what is worth a label. */
const ENSEMBLE: readonly QueryStrategy[] = [margin, badge, typiclust];

/** Lets several strategies sift the pool, then covers it with what is left. */
export const refine = defineStrategy({
  id: 'refine',
  title: 'REFINE',
  summary:
    'Keeps what margin, BADGE or TypiClust would take, round after round, and chooses of what is left the items that represent the pool best. Robust where it is not known which strategy suits.',
  source:
    'Huseljic, Herde, Rauch, Hahn and Sick 2025, Cleaning the pool: progressive filtering of unlabeled pools in deep active learning; coverage by MaxHerding',
  cost: 'that of margin, BADGE and TypiClust for a large batch in each round, then MaxHerding with a few batches of candidates',
  needs: ['embeddings', 'probabilities'],
  uses: ['labelledEmbeddings'],
  options: {
    rounds: {
      kind: 'integer',
      default: 3,
      min: 1,
      max: 20,
      help: 'Rounds of sifting; in each the pool shrinks by about the same factor.',
    },
    kept: {
      kind: 'number',
      default: 5,
      min: 1,
      max: 1000,
      help: 'Items left after the last round, in units of the batch, at most.',
    },
  },
  randomised: true,
  async select(inputs, { options, ...context }) {
    const { count, poolSize, onProgress } = context;
    const least = Math.min(poolSize, Math.max(count, Math.ceil(options.kept * count)));
    let rows = Array.from({ length: poolSize }, (_, i) => i);
    for (let round = 1; round <= options.rounds; round++) {
      const size = Math.round(poolSize * (least / poolSize) ** (round / options.rounds));
      if (size >= rows.length) continue;
      rows = await sift(rows, { inputs, size, context: { ...context, onProgress: undefined } });
    }
    const { embeddings, labelledEmbeddings } = inputs;
    const herding = { ...context, onProgress, options: checkOptions(maxHerding, {}) };
    return selectByHerding({ embeddings, labelledEmbeddings, among: rows }, herding);
  },
});

type RefineInputs = Pick<StrategyInputs, 'embeddings' | 'probabilities'> &
  Partial<Pick<StrategyInputs, 'labelledEmbeddings'>>;

/** The union of what each strategy takes of the rows, `size` at most; in the order of the pool. */
async function sift(
  rows: readonly number[],
  task: {
    inputs: RefineInputs;
    size: number;
    context: Omit<Parameters<typeof chooseWithin>[2], 'poolSize' | 'count'> & { count: number };
  },
): Promise<number[]> {
  const { inputs, size, context } = task;
  const given = inputsAt(inputs, rows);
  const each = Math.ceil(size / ENSEMBLE.length);
  const kept = new Set<number>();
  for (const strategy of ENSEMBLE) {
    // A stream for each, so that what one draws does not depend on what another drew.
    const random = context.random.fork(`${strategy.id}-${size}`);
    const own = { ...context, random, poolSize: rows.length, count: Math.max(each, context.count) };
    for (const i of await chooseWithin(strategy, given, own)) kept.add(rows[i]!);
  }
  return [...kept].sort((a, b) => a - b);
}

function inputsAt({ embeddings, probabilities, ...rest }: RefineInputs, rows: readonly number[]) {
  return {
    ...rest,
    embeddings: takeRows(embeddings, rows),
    probabilities: takeRows(probabilities, rows),
  };
}
