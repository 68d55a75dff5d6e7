import { HEIGHT, LEVEL, logNormalNodes, type CurveFamily } from '../curve-family.js';

/** Power law: falls ever more slowly, the usual shape of classifiers from few labels on. */
export const pow3: CurveFamily = {
  id: 'pow3',
  formula: 'a − b·x^(−θ)',
  source: 'Viering and Loog 2022, The shape of learning curves: a review (POW3)',
  level: LEVEL,
  height: HEIGHT,
  ceiling: 1,
  asymptotic: true,
  cells: logNormalNodes(0.6, 0.6, 21).map(({ value: rate, logPrior }) => ({
    logPrior,
    shape: (x) => x ** -rate,
  })),
};
