/** What a query strategy is after, as it is told to people who label. */
export type StrategyIdea = 'doubt' | 'typical' | 'both' | 'far' | 'lot' | 'rare' | 'other';

const IDEAS: Readonly<Record<string, StrategyIdea>> = {
  random: 'lot',
  'k-means': 'typical',
  typiclust: 'typical',
  'max-herding': 'typical',
  probcover: 'typical',
  discriminative: 'typical',
  'k-center': 'far',
  'least-confidence': 'doubt',
  margin: 'doubt',
  ratio: 'doubt',
  entropy: 'doubt',
  bald: 'doubt',
  'batch-bald': 'doubt',
  contrastive: 'doubt',
  deepfool: 'doubt',
  'query-by-committee': 'doubt',
  badge: 'both',
  'uncertainty-herding': 'both',
  bait: 'both',
  'cluster-margin': 'both',
  dbal: 'both',
  'density-weighted': 'both',
  dropquery: 'both',
  epig: 'both',
  'phase-switch': 'both',
  refine: 'both',
  'class-balanced': 'rare',
  direct: 'rare',
  galaxy: 'rare',
};

/** Strategies of plug-ins are after something that is not known here. */
export function strategyIdea(strategy: string): StrategyIdea {
  return IDEAS[strategy] ?? 'other';
}
