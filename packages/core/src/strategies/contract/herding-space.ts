import { FEW_DIMENSIONS, fitFeatureSpace, toFeatures } from '../../head/feature-space.js';
import { unitRows } from '../../numeric/distances.js';
import type { Matrix } from '../../numeric/matrix.js';

/**
 * The map to the space in which herding measures distance: rows of norm 1, not centred (centring
 * costs accuracy here); vectors of few dimensions are measurements, so that they are standardised.
 * Fitting copies nothing; each mapping makes a new matrix.
 */
export function herdingSpace(pool: Matrix): (rows: Matrix) => Matrix {
  if (pool.cols >= FEW_DIMENSIONS) return unitRows;
  const space = fitFeatureSpace(pool);
  return (rows) => toFeatures(space, rows);
}
