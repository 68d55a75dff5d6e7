import { scoringStrategy, twoLargest } from './contract/scoring-strategy.js';

/** Takes the items with the largest ratio of second to first probability. */
export const ratio = scoringStrategy(
  {
    id: 'ratio',
    title: 'Confidence ratio',
    summary:
      'Like margin, by quotient instead of difference: prefers doubt between two classes among many.',
    source: 'Monarch 2021, Human-in-the-Loop Machine Learning, ratio of confidence: p₂ / p₁',
  },
  (data, start, end) => {
    const [first, second] = twoLargest(data, start, end);
    return first > 0 ? second / first : 1;
  },
);
