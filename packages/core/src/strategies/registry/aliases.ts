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

/** Every name that is accepted beside the ids, upper and lower case alike. */
export const ALIASES: readonly StrategyAlias[] = Object.freeze([
  { name: 'RandomSampling', id: 'random', note: ORIGINAL },
  { name: 'LeastConfidence', id: 'least-confidence', note: ORIGINAL },
  {
    name: 'VarRatioSampling',
    id: 'least-confidence',
    note: `${ORIGINAL} The variation ratio of one head is 1 − p₁: the same as least confidence.`,
  },
  { name: 'MarginConfidence', id: 'margin', note: ORIGINAL },
  { name: 'RatioConfidence', id: 'ratio', note: ORIGINAL },
  { name: 'EntropySampling', id: 'entropy', note: ORIGINAL },
  { name: 'KMeansSampling', id: 'k-means', note: ORIGINAL },
  { name: 'KCenterSampling', id: 'k-center', note: ORIGINAL },
  { name: 'KCenterGreedy', id: 'k-center', note: 'The name in DeepAL, of the same greedy.' },
  { name: 'CoreSet', id: 'k-center', note: `${ORIGINAL} Greedy k-center is its core-set.` },
  { name: 'BadgeSampling', id: 'badge', note: ORIGINAL },
]);
