import { meanRow, unitRows } from '../numeric/distances.js';
import { defineStrategy } from './contract/define-strategy.js';
import { SCORE_OPTIONS, takeByScore } from './contract/take-by-score.js';
import { UNCERTAINTY_OPTION, uncertaintyOf } from './contract/uncertainty.js';

/** Takes items of which the head is unsure and that resemble many others. */
export const densityWeighted = defineStrategy({
  id: 'density-weighted',
  title: 'Density-weighted uncertainty',
  summary:
    'Asks where the model is unsure and the pool is dense: leaves out oddities, but repeats itself in large batches.',
  source:
    'Settles and Craven 2008, An analysis of active learning strategies for sequence labeling tasks (information density): u(x) · (mean cosine similarity to the pool)^β',
  cost: 'O(N·(d + C)): the mean similarity to all items is the product with their mean, exact',
  needs: ['embeddings', 'probabilities'],
  uses: [],
  options: {
    ...UNCERTAINTY_OPTION,
    weight: {
      kind: 'number',
      default: 1,
      min: 0,
      max: 10,
      help: 'Exponent β of the density; 0 is plain uncertainty.',
    },
    ...SCORE_OPTIONS,
  },
  async select({ embeddings, probabilities }, context) {
    const { uncertainty, weight } = context.options;
    const units = unitRows(embeddings);
    const mean = meanRow(units);
    const scores = uncertaintyOf(probabilities, uncertainty).map((unsure, i) => {
      let density = 0;
      for (let k = 0; k < mean.length; k++) density += units.data[i * mean.length + k]! * mean[k]!;
      return unsure * Math.max(0, density) ** weight;
    });
    return takeByScore(scores, 0, context);
  },
});
