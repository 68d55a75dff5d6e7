import { FEW_DIMENSIONS, fitFeatureSpace, toFeatures } from '../../head/feature-space.js';
import { unitRows } from '../../numeric/distances.js';
import type { Matrix } from '../../numeric/matrix.js';

/**
 * The space in which herding measures distance: rows of norm 1, not centred (centring costs
 * accuracy here); vectors of few dimensions are measurements, so that they are standardised.
 */
export function herdingSpace(
  pool: Matrix,
  labelled: Matrix | undefined,
): { pool: Matrix; labelled: Matrix | undefined } {
  if (pool.cols >= FEW_DIMENSIONS) {
    return { pool: unitRows(pool), labelled: labelled && unitRows(labelled) };
  }
  const space = fitFeatureSpace(pool);
  return { pool: toFeatures(space, pool), labelled: labelled && toFeatures(space, labelled) };
}
