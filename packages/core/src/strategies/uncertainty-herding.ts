import type { Matrix } from '../numeric/matrix.js';
import { defineStrategy } from './contract/define-strategy.js';
import { twoLargest } from './contract/scoring-strategy.js';
import { HERDING_OPTIONS, selectByHerding } from './contract/select-by-herding.js';

/** Where the head is sure of everything, what is left of the weights is plain coverage. */
const SMALLEST_UNCERTAINTY = 1e-6;

/** Takes the items that represent best what the head is unsure of. */
export const uncertaintyHerding = defineStrategy({
  id: 'uncertainty-herding',
  title: 'Uncertainty Herding',
  summary:
    'Asks for the items that represent best what the model is unsure of. The default: nearly always the best or close to it, at every budget. Without probabilities it is MaxHerding.',
  source:
    'Bae, Sutherland and Oliveira 2025, Uncertainty Herding: one active learning method for all label budgets',
  cost: 'O(N²·d), a few times that above 10,000 items; above 20,000 items O(4,000·N·d + 40,000·5,000·d) on samples',
  needs: ['embeddings'],
  uses: ['probabilities', 'labelledEmbeddings'],
  options: HERDING_OPTIONS,
  select: ({ embeddings, labelledEmbeddings, probabilities }, context) =>
    selectByHerding(
      {
        embeddings,
        labelledEmbeddings,
        uncertainty: probabilities && uncertaintyOf(probabilities),
      },
      context,
    ),
});

/** 1 − (p₁ − p₂) of each row. */
function uncertaintyOf({ rows, cols, data }: Matrix<Float64Array>): Float64Array {
  const uncertainty = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const [first, second] = twoLargest(data, i * cols, (i + 1) * cols);
    uncertainty[i] = Math.max(SMALLEST_UNCERTAINTY, 1 - (first - second));
  }
  return uncertainty;
}
