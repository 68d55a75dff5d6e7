import { squaredNorms } from '../numeric/distances.js';
import { takeRows, type Matrix } from '../numeric/matrix.js';
import { sampleDistant } from '../numeric/sample-distant.js';
import { defineStrategy } from './contract/define-strategy.js';

/** Draws items whose gradients are large and differ from each other. */
export const badge = defineStrategy({
  id: 'badge',
  title: 'BADGE',
  summary:
    'Draws items that would change the model much and in different ways. Strong from about five labels per class on; differs from seed to seed.',
  source:
    'Ash, Zhang, Krishnamurthy, Langford and Agarwal 2020, Deep batch active learning by diverse, uncertain gradient lower bounds',
  cost: 'O(N·b·(d + C)): the gradient embeddings (p − onehot(argmax p)) ⊗ x stay in their two factors',
  needs: ['embeddings', 'probabilities'],
  uses: [],
  options: {},
  randomised: true,
  async select(
    { embeddings, probabilities },
    { count, poolSize, random, kernels, signal, onProgress },
  ) {
    const errors = guessErrors(probabilities);
    const errorNorms = squaredNorms(errors);
    const norms = squaredNorms(embeddings).map((norm, i) => norm * errorNorms[i]!);
    return sampleDistant({
      size: poolSize,
      count,
      first: indexOfLargest(norms),
      random,
      signal,
      onProgress,
      async squaredFrom(rows) {
        const [dots, errorDots] = await Promise.all(
          [embeddings, errors].map((factor) =>
            kernels.multiply(takeRows(factor, rows), factor, { transposeB: true, signal }),
          ),
        );
        return squaredDistances(rows, { norms, dots: dots!.data, errorDots: errorDots!.data });
      },
    });
  },
});

/** p − onehot(argmax p), N × C: the gradient of the loss at the guess, by the logits. */
function guessErrors({ rows, cols, data }: Matrix<Float64Array>): Matrix {
  const errors = Float32Array.from(data);
  for (let i = 0; i < rows; i++) {
    let guess = i * cols;
    for (let at = guess + 1; at < (i + 1) * cols; at++) if (data[at]! > data[guess]!) guess = at;
    errors[guess] = data[guess]! - 1;
  }
  return { rows, cols, data: errors };
}

/** ‖g_i‖² + ‖g_j‖² − 2·(x_i·x_j)·(e_i·e_j), written over the first dots. */
function squaredDistances(
  rows: readonly number[],
  gradients: { norms: Float64Array; dots: Float32Array; errorDots: Float32Array },
): Float32Array {
  const { norms, dots, errorDots } = gradients;
  for (let j = 0, at = 0; j < rows.length; j++) {
    const norm = norms[rows[j]!]!;
    for (let i = 0; i < norms.length; i++, at++) {
      dots[at] = Math.max(0, norm + norms[i]! - 2 * dots[at]! * errorDots[at]!);
    }
  }
  return dots;
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
