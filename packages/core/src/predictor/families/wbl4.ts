import { HEIGHT, LEVEL, logNormalNodes, normalNodes, type CurveFamily } from '../curve-family.js';

/** Weibull curve: a stretched exponential, between the power law and the exponential. */
export const wbl4: CurveFamily = {
  id: 'wbl4',
  formula: 'a − b·exp(−θ·x^d)',
  source: 'Viering and Loog 2022, The shape of learning curves: a review (WBL4)',
  level: LEVEL,
  height: HEIGHT,
  ceiling: 1,
  asymptotic: true,
  cells: logNormalNodes(0.6, 0.8, 15).flatMap((rate) =>
    normalNodes({ mean: 0.6, deviation: 0.25 }, 7)
      .filter(({ value }) => value >= 0.1)
      .map((power) => ({
        logPrior: rate.logPrior + power.logPrior,
        shape: (x: number) => Math.exp(-rate.value * x ** power.value),
      })),
  ),
};
