import { predictFromEmbeddings } from '../head/embedding-head.js';
import { toFeatures } from '../head/feature-space.js';
import type { Matrix } from '../numeric/matrix.js';
import { nearestNeighbours } from '../numeric/nearest-neighbours.js';
import { defineStrategy } from './contract/define-strategy.js';
import { SCORE_OPTIONS, takeByScore } from './contract/take-by-score.js';

/** Logarithms of smaller probabilities would outweigh everything. */
const SMALLEST = 1e-12;

/** Takes the items that the head judges otherwise than their labelled neighbours. */
export const contrastive = defineStrategy({
  id: 'contrastive',
  title: 'Contrastive (CAL)',
  summary:
    'Asks for items that lie near labelled ones but are judged otherwise: where the boundary passes between neighbours.',
  source:
    'Margatina, Vernikos, Barrault and Aletras 2021, Active learning by acquiring contrastive examples: mean KL(p(neighbour) ‖ p(item))',
  cost: 'O(N·L·d + N·k·C) for k neighbours',
  needs: ['embeddings', 'probabilities', 'labelledEmbeddings', 'head'],
  uses: [],
  options: {
    neighbours: {
      kind: 'integer',
      default: 10,
      min: 1,
      max: 1000,
      help: 'Labelled items nearest to an item that it is compared with.',
    },
    ...SCORE_OPTIONS,
  },
  itemwise: true,
  async select({ embeddings, probabilities, labelledEmbeddings, head }, context) {
    const { options, kernels, signal } = context;
    const count = Math.min(options.neighbours, labelledEmbeddings.rows);
    if (count === 0) return takeByScore(new Float64Array(embeddings.rows), 0, context);
    const { index } = await nearestNeighbours({
      queries: toFeatures(head.space, embeddings),
      points: toFeatures(head.space, labelledEmbeddings),
      count,
      kernels,
      signal,
    });
    const said = await predictFromEmbeddings(head, labelledEmbeddings, { kernels, signal });
    return takeByScore(divergences(probabilities, { said, index, count }), 0, context);
  },
});

/** Mean over the neighbours of Σ_c p_c·(log p_c − log q_c), p of the neighbour and q of the item. */
function divergences(
  { rows, cols, data }: Matrix<Float64Array>,
  near: { said: Matrix<Float64Array>; index: Int32Array; count: number },
): Float64Array {
  const { said, index, count } = near;
  const own = new Float64Array(said.rows);
  for (let at = 0; at < said.data.length; at++) {
    own[Math.floor(at / cols)]! += said.data[at]! * logOf(said.data[at]!);
  }
  const scores = new Float64Array(rows);
  const logs = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < cols; c++) logs[c] = logOf(data[i * cols + c]!);
    let sum = 0;
    for (const j of index.subarray(i * count, (i + 1) * count)) {
      sum += own[j]!;
      for (let c = 0; c < cols; c++) sum -= said.data[j * cols + c]! * logs[c]!;
    }
    scores[i] = Math.max(0, sum / count);
  }
  return scores;
}

function logOf(probability: number): number {
  return Math.log(Math.max(SMALLEST, probability));
}
