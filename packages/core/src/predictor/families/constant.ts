import { HEIGHT, type CurveFamily } from '../curve-family.js';

/**
 * No gain at all: what the embedding or the largest class gives, labels do not change. Without it
 * every curve that is flat from the start is expected to rise soon, as all other families must.
 */
export const constant: CurveFamily = {
  id: 'constant',
  formula: 'a',
  source: 'the null hypothesis of every learning curve',
  level: { mean: 0.8, deviation: 0.2 },
  height: HEIGHT,
  ceiling: 1,
  asymptotic: true,
  // Rare among real sets; as likely as the others it would lower forecasts from four points.
  priorWeight: 0.25,
  cells: [{ logPrior: 0, shape: () => 0 }],
};
