import { meanRow, shiftedRows } from '../numeric/distances.js';
import { kMeans as cluster } from '../numeric/k-means.js';
import { defineStrategy } from './contract/define-strategy.js';
import { representatives } from './contract/representatives.js';

/** Takes the item nearest to each of b cluster centres. */
export const kMeans = defineStrategy({
  id: 'k-means',
  title: 'k-means',
  summary:
    'Asks for one typical item of each of as many groups as the batch is large. Needs no labels; good for a first batch.',
  source: 'Zhdanov 2019, Diverse mini-batch active learning (unweighted); k-means++ seeds',
  cost: 'O(N·b·d) per iteration',
  needs: ['embeddings'],
  uses: [],
  options: {
    iterations: {
      kind: 'integer',
      default: 20,
      min: 1,
      max: 300,
      help: "Bound on Lloyd's iterations.",
    },
  },
  randomised: true,
  async select({ embeddings }, { count, random, kernels, options, signal }) {
    const clustering = await cluster(shiftedRows(embeddings, meanRow(embeddings)), {
      clusters: count,
      random,
      kernels,
      maxIterations: options.iterations,
      signal,
    });
    return representatives(clustering, count);
  },
});
