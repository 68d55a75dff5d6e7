import type { CurveFamily } from '../curve-family.js';

/**
 * Straight in the logarithm of the labels: no asymptote, so that it holds against families which
 * level off too early. Its own broad prior; capped because it would pass 1.
 */
export const logLinear: CurveFamily = {
  id: 'log-linear',
  formula: 'a + b·ln(x)',
  source: 'Viering and Loog 2022, The shape of learning curves: a review (LOG2)',
  level: { mean: 0.5, deviation: 0.4 },
  height: { mean: 0.12, deviation: 0.12 },
  ceiling: 0.98,
  asymptotic: false,
  cells: [{ logPrior: 0, shape: (x) => -Math.log(x) }],
};
