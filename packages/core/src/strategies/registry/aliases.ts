/** Another name of a strategy, or the name of a variant that an option makes of it. */
export interface StrategyAlias {
  readonly name: string;
  /** Id of the strategy that it names. */
  readonly id: string;
  /** Options that it stands for, where they are not the defaults. */
  readonly options?: Readonly<Record<string, number | string | boolean>>;
  /** Where the name comes from and why it is the same. */
  readonly note: string;
}

const ORIGINAL = 'The name in the original ALaaS.';
const POWER = 'Draws in proportion to the score (Kirsch et al. 2023): the option noise.';

/** Every name that is accepted beside the ids, upper and lower case alike. */
export const ALIASES: readonly StrategyAlias[] = Object.freeze([
  { name: 'RandomSampling', id: 'random', note: ORIGINAL },
  { name: 'LeastConfidence', id: 'least-confidence', note: ORIGINAL },
  {
    name: 'VarRatioSampling',
    id: 'least-confidence',
    note: `${ORIGINAL} The variation ratio of one head is 1 − p₁, as least confidence.`,
  },
  {
    name: 'variation-ratio',
    id: 'least-confidence',
    note: 'Of one head it is 1 − p₁, as least confidence.',
  },
  { name: 'MarginConfidence', id: 'margin', note: ORIGINAL },
  { name: 'breaking-ties', id: 'margin', note: 'The name in Luo et al. 2005 and in small-text.' },
  { name: 'power-margin', id: 'margin', options: { noise: 'power' }, note: POWER },
  { name: 'RatioConfidence', id: 'ratio', note: ORIGINAL },
  { name: 'EntropySampling', id: 'entropy', note: ORIGINAL },
  { name: 'power-entropy', id: 'entropy', options: { noise: 'power' }, note: POWER },
  { name: 'KMeansSampling', id: 'k-means', note: ORIGINAL },
  { name: 'KCenterSampling', id: 'k-center', note: ORIGINAL },
  { name: 'KCenterGreedy', id: 'k-center', note: 'The name in DeepAL.' },
  { name: 'CoreSet', id: 'k-center', note: `${ORIGINAL} The greedy form of the core-set.` },
  { name: 'core-set', id: 'k-center', note: 'The greedy form of Sener and Savarese 2018.' },
  { name: 'BadgeSampling', id: 'badge', note: ORIGINAL },
  { name: 'DiverseMiniBatch', id: 'dbal', note: ORIGINAL },
  {
    name: 'BayesianDisagreement',
    id: 'bald',
    options: { committee: 'dropout' },
    note: `${ORIGINAL} BALD by Monte-Carlo dropout.`,
  },
  { name: 'power-bald', id: 'bald', options: { noise: 'power' }, note: POWER },
  {
    name: 'MeanSTDSampling',
    id: 'query-by-committee',
    options: { disagreement: 'mean-std' },
    note: `${ORIGINAL} The mean standard deviation of the committee's probabilities.`,
  },
  {
    name: 'mean-std',
    id: 'query-by-committee',
    options: { disagreement: 'mean-std' },
    note: "The mean standard deviation of the committee's probabilities.",
  },
  {
    name: 'vote-entropy',
    id: 'query-by-committee',
    options: { disagreement: 'vote-entropy' },
    note: "The entropy of the committee's votes.",
  },
  { name: 'QBC', id: 'query-by-committee', note: 'Its usual short name.' },
  { name: 'BatchBALD', id: 'batch-bald', note: 'Its name in the paper.' },
  { name: 'CAL', id: 'contrastive', note: 'Its name in the paper.' },
  { name: 'DAL', id: 'discriminative', note: 'Its name in the paper.' },
  { name: 'information-density', id: 'density-weighted', note: 'The name in Settles and Craven.' },
  { name: 'more-like-these', id: 'similar-to', note: 'What it does.' },
  {
    name: 'lightweight-core-set',
    id: 'k-center',
    options: { method: 'lightweight' },
    note: 'A sample in place of the greedy (Bachem et al. 2018): the option method.',
  },
  {
    name: 'robust-k-center',
    id: 'k-center',
    options: { outliers: 0.05 },
    note: 'The most isolated twentieth of the pool is asked for last: the option outliers.',
  },
]);
