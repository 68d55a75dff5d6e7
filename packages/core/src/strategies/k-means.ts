import { meanRow, shiftedRows } from '../numeric/distances.js';
import { kMeans as cluster } from '../numeric/k-means.js';
import { defineStrategy } from './contract/define-strategy.js';

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
    const { assignment, squared } = await cluster(shiftedRows(embeddings, meanRow(embeddings)), {
      clusters: count,
      random,
      kernels,
      maxIterations: options.iterations,
      signal,
    });
    return representatives(assignment, squared, count);
  },
});

/**
 * The item nearest to each centre; an empty cluster gives its place to the item that lies farthest
 * from its own centre.
 */
function representatives(assignment: Int32Array, squared: Float32Array, count: number): number[] {
  const nearest = new Int32Array(count).fill(-1);
  for (let i = 0; i < assignment.length; i++) {
    const c = assignment[i]!;
    if (nearest[c]! < 0 || squared[i]! < squared[nearest[c]!]!) nearest[c] = i;
  }
  const picked = [...nearest].filter((item) => item >= 0);
  if (picked.length === count) return picked;
  const taken = new Set(picked);
  const rest = [...squared.keys()].filter((i) => !taken.has(i));
  rest.sort((a, b) => squared[b]! - squared[a]! || a - b);
  return [...picked, ...rest.slice(0, count - picked.length)];
}
