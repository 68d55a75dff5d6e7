import { meanRow, shiftedRows } from '../numeric/distances.js';
import { kMeans } from '../numeric/k-means.js';
import { takeRows } from '../numeric/matrix.js';
import { topIndices } from '../numeric/top-k.js';
import { defineStrategy } from './contract/define-strategy.js';
import { representatives } from './contract/representatives.js';
import { UNCERTAINTY_OPTION, uncertaintyOf } from './contract/uncertainty.js';

/** Keeps k-means defined where the head is sure of everything. */
const SMALLEST_WEIGHT = 1e-6;

/** Clusters the items of which the head is least sure and takes one of each cluster. */
export const dbal = defineStrategy({
  id: 'dbal',
  title: 'Diverse mini-batch (DBAL)',
  summary:
    'Asks where the model is unsure, one item of each of as many groups as the batch is large. Among the strongest from a few labels per class on.',
  source:
    'Zhdanov 2019, Diverse mini-batch active learning: weighted k-means on the β·b least sure items; k-means++ seeds',
  cost: 'O(N·C), then O(β·b²·d) per iteration',
  needs: ['embeddings', 'probabilities'],
  uses: [],
  options: {
    ...UNCERTAINTY_OPTION,
    candidates: {
      kind: 'number',
      default: 10,
      min: 1,
      max: 1000,
      help: 'Items that are clustered, in units of the batch (β).',
    },
    iterations: {
      kind: 'integer',
      default: 20,
      min: 1,
      max: 300,
      help: "Bound on Lloyd's iterations.",
    },
  },
  randomised: true,
  async select({ embeddings, probabilities }, context) {
    const { count, poolSize, options, random, kernels, signal } = context;
    const uncertainty = uncertaintyOf(probabilities, options.uncertainty);
    const most = Math.min(poolSize, Math.ceil(options.candidates * count));
    const candidates = topIndices(uncertainty, most);
    const points = takeRows(embeddings, candidates);
    const clustering = await kMeans(shiftedRows(points, meanRow(points)), {
      clusters: count,
      weights: Float64Array.from(candidates, (row) => Math.max(SMALLEST_WEIGHT, uncertainty[row]!)),
      maxIterations: options.iterations,
      random,
      kernels,
      signal,
    });
    return representatives(clustering, count).map((i) => candidates[i]!);
  },
});
