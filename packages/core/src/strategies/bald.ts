import { COMMITTEE_OPTIONS, mutualInformation, scoreByCommittee } from './contract/committee.js';
import { defineStrategy } from './contract/define-strategy.js';
import { SCORE_OPTIONS, takeByScore } from './contract/take-by-score.js';

/** Takes the items whose label tells most about which head of a committee is right. */
export const bald = defineStrategy({
  id: 'bald',
  title: 'BALD',
  summary:
    'Asks where heads that all fit the labels disagree although each is sure. Leaves out items that nobody could tell; in large batches use it with noise (PowerBALD) or take batch-bald.',
  source:
    'Houlsby, Huszár, Ghahramani and Lengyel 2011, Bayesian active learning for classification and preference learning; dropout: Gal, Islam and Ghahramani 2017. I(y; θ) = H(E p) − E H(p)',
  cost: 'O(E·N·d·C) for E heads, and E trainings on L items for the bootstrap',
  needs: ['embeddings', 'labelledEmbeddings', 'labelledTargets', 'head'],
  uses: [],
  options: { ...COMMITTEE_OPTIONS, ...SCORE_OPTIONS },
  randomised: true,
  async select(inputs, context) {
    const scores = await scoreByCommittee(inputs, context, mutualInformation);
    return takeByScore(scores, 0, context);
  },
});
