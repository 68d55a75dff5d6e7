import { HEIGHT, LEVEL, logNormalNodes, type CurveFamily } from '../curve-family.js';

/** Negative exponential, the curve that the ALaaS paper forecasts with. */
export const exponential: CurveFamily = {
  id: 'exponential',
  formula: 'a − b·exp(−θ·x)',
  source: 'Huang et al. 2022, Active-Learning-as-a-Service (PSHEA)',
  level: LEVEL,
  height: HEIGHT,
  ceiling: 1,
  asymptotic: true,
  cells: logNormalNodes(0.3, 1, 21).map(({ value: rate, logPrior }) => ({
    logPrior,
    shape: (x) => Math.exp(-rate * x),
  })),
};
