import { throwIfCancelled } from '../errors.js';
import type { Matrix } from '../numeric/matrix.js';
import { defineStrategy } from './contract/define-strategy.js';
import { UNCERTAINTY_OPTION, uncertaintyOf } from './contract/uncertainty.js';

/** Where the head is sure of everything, balance alone decides. */
const SMALLEST_UNCERTAINTY = 1e-6;

/** Takes items of which the head is unsure and that are likely of classes with few labels. */
export const classBalanced = defineStrategy({
  id: 'class-balanced',
  title: 'Class-balanced uncertainty',
  summary:
    'Asks where the model is unsure, among likely items of the classes that have fewest labels. For skewed data; judge it by macro-F1.',
  source:
    'After Bengar, van de Weijer, Fuentes and Raducanu 2022, Class-balanced active learning for image classification: greedy, u(x) · Σ_c p_c(x) / (1 + n_c)^β with n_c the labels of class c, those expected of the batch among them',
  cost: 'O(N·C) for each item',
  needs: ['probabilities'],
  uses: ['labelledTargets'],
  options: {
    ...UNCERTAINTY_OPTION,
    balance: {
      kind: 'number',
      default: 1,
      min: 0,
      max: 10,
      help: 'Exponent β of what a class has: 0 is plain uncertainty.',
    },
  },
  async select({ probabilities, labelledTargets = new Int32Array() }, context) {
    const { count, options, kernels, signal, onProgress } = context;
    const { rows, cols, data } = probabilities;
    const counts = new Float64Array(cols);
    for (const target of labelledTargets) counts[target]!++;
    const weights = uncertaintyOf(probabilities, options.uncertainty);
    const table: Matrix = { rows, cols, data: Float32Array.from(data) };
    const open = new Set(weights.keys());
    const picked: number[] = [];
    while (picked.length < count) {
      throwIfCancelled(signal);
      const wants = Float32Array.from(counts, (labels) => (1 + labels) ** -options.balance);
      const worth = await kernels.multiply(table, { rows: cols, cols: 1, data: wants }, { signal });
      let best = -1;
      let most = -1;
      for (const i of open) {
        const score = Math.max(SMALLEST_UNCERTAINTY, weights[i]!) * worth.data[i]!;
        if (score > most) [best, most] = [i, score];
      }
      picked.push(best);
      open.delete(best);
      for (let c = 0; c < cols; c++) counts[c]! += data[best * cols + c]!;
      onProgress?.(picked.length);
    }
    return picked;
  },
});
