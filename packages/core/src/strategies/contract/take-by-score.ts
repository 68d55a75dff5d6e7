import { throwIfCancelled } from '../../errors.js';
import { topIndices } from '../../numeric/top-k.js';
import type { OptionValues } from './options.js';
import type { SelectionContext } from './strategy.js';

/** The options of every strategy that gives each item a score. */
export const SCORE_OPTIONS = {
  noise: {
    kind: 'choice',
    default: 'none',
    choices: ['none', 'power', 'softmax', 'rank'],
    help: 'Gumbel noise that keeps a large batch from repeating itself: on the logarithm of the score (power), the score (softmax), or the logarithm of its rank.',
  },
  sharpness: {
    kind: 'number',
    default: 1,
    min: 0.01,
    max: 1000,
    help: 'What is multiplied by this before noise is added: the higher, the nearer to no noise.',
  },
} as const;

/** What `takeByScore` needs of the context. */
export type ScoreContext = Pick<
  SelectionContext<OptionValues<typeof SCORE_OPTIONS>>,
  'count' | 'options' | 'random' | 'signal'
>;

/**
 * The items of the highest scores, ties by the lowest row. With noise they are drawn without
 * replacement, in proportion to score^β (`power`), e^(β·score) or rank^−β (Kirsch, Farquhar, Atighehchian,
 * Jesson, Branchaud-Charron and Gal 2023, Stochastic batch acquisition: a simple baseline for deep
 * active learning; the Gumbel top-k trick). Cost O(N log N).
 *
 * @param lowest the least possible score, the zero of `power`.
 */
export function takeByScore(
  scores: Float64Array,
  lowest: number,
  { count, options, random, signal }: ScoreContext,
): number[] {
  throwIfCancelled(signal);
  if (options.noise === 'none') return topIndices(scores, count);
  const keys = keysOf(scores, lowest, options.noise);
  for (let i = 0; i < keys.length; i++) {
    // 1 − u is never 0; −log of it is 0 for u = 0 only, which MIN_VALUE then stands for.
    const exponential = Math.max(Number.MIN_VALUE, -Math.log(1 - random.next()));
    keys[i] = options.sharpness * keys[i]! - Math.log(exponential);
  }
  return topIndices(keys, count);
}

function keysOf(
  scores: Float64Array,
  lowest: number,
  noise: 'power' | 'softmax' | 'rank',
): Float64Array {
  switch (noise) {
    case 'power':
      return scores.map((score) => Math.log(Math.max(Number.MIN_VALUE, score - lowest)));
    case 'softmax':
      return scores.slice();
    case 'rank': {
      const keys = new Float64Array(scores.length);
      for (const [rank, i] of topIndices(scores, scores.length).entries()) {
        keys[i] = -Math.log(rank + 1);
      }
      return keys;
    }
  }
}
