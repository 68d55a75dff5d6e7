import type { Matrix } from '../../numeric/matrix.js';
import { entropyOf, twoLargest } from './scoring-strategy.js';

/** The option of strategies that join uncertainty with something else. */
export const UNCERTAINTY_OPTION = {
  uncertainty: {
    kind: 'choice',
    default: 'margin',
    choices: ['margin', 'entropy', 'least-confidence'],
    help: 'What tells how unsure the head is: 1 − (p₁ − p₂), the entropy as a share of its most, or 1 − p₁.',
  },
} as const;

/** One of the choices of `UNCERTAINTY_OPTION`. */
export type UncertaintyName = (typeof UNCERTAINTY_OPTION.uncertainty.choices)[number];

/** How unsure the head is of each item, in [0, 1]. Cost O(N·C). */
export function uncertaintyOf(
  { rows, cols, data }: Matrix<Float64Array>,
  name: UncertaintyName,
): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const [start, end] = [i * cols, (i + 1) * cols];
    if (name === 'entropy') {
      out[i] = cols > 1 ? entropyOf(data, start, end) / Math.log(cols) : 0;
    } else {
      const [first, second] = twoLargest(data, start, end);
      // Rows may sum to a little more than 1.
      out[i] = Math.max(0, 1 - first + (name === 'margin' ? second : 0));
    }
  }
  return out;
}
