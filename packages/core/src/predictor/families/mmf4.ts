import { HEIGHT, LEVEL, logNormalNodes, normalNodes, type CurveFamily } from '../curve-family.js';

/** Morgan–Mercer–Flodin curve: rises in an S where d > 1, else like a saturating fraction. */
export const mmf4: CurveFamily = {
  id: 'mmf4',
  formula: 'a − b/(1 + θ·x^d)',
  source: 'Viering and Loog 2022, The shape of learning curves: a review (MMF4)',
  level: LEVEL,
  height: HEIGHT,
  ceiling: 1,
  asymptotic: true,
  cells: logNormalNodes(2, 1, 15).flatMap((rate) =>
    normalNodes({ mean: 1, deviation: 0.3 }, 7).map((power) => ({
      logPrior: rate.logPrior + power.logPrior,
      shape: (x: number) => 1 / (1 + rate.value * x ** power.value),
    })),
  ),
};
