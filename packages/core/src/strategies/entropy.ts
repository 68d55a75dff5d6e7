import { entropyOf, scoringStrategy } from './contract/scoring-strategy.js';

/** Takes the items with the largest entropy of the class probabilities. */
export const entropy = scoringStrategy(
  {
    id: 'entropy',
    title: 'Entropy',
    summary:
      'Asks where the guess is spread over most classes. Well known, but weak with many classes and few labels.',
    source: 'Shannon 1948; Settles 2009, Active learning literature survey: −Σ p log p',
  },
  entropyOf,
);
