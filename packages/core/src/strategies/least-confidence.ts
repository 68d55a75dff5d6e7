import { scoringStrategy, twoLargest } from './contract/scoring-strategy.js';

/** Takes the items whose most probable class is least probable. */
export const leastConfidence = scoringStrategy(
  {
    id: 'least-confidence',
    title: 'Least confidence',
    summary:
      'Asks for the items whose best guess is weakest. Simple and fast; repeats itself in large batches.',
    source: 'Lewis and Gale 1994, A sequential algorithm for training text classifiers: 1 − p₁',
  },
  (data, start, end) => 1 - twoLargest(data, start, end)[0],
);
