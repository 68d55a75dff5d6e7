import { scoringStrategy, twoLargest } from './contract/scoring-strategy.js';

/** Takes the items whose two most probable classes are closest. */
export const margin = scoringStrategy(
  {
    id: 'margin',
    title: 'Margin',
    summary:
      'Asks where the two best guesses are nearly equal. A strong, cheap choice from about five labels per class on.',
    source: 'Scheffer, Decomain and Wrobel 2001, Active hidden Markov models: −(p₁ − p₂)',
    lowest: -1,
  },
  (data, start, end) => {
    const [first, second] = twoLargest(data, start, end);
    return second - first;
  },
);
