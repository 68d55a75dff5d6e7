import { normalQuantile } from '../numeric/normal-quantile.js';
import { fitCurve } from '../predictor/fit-curve.js';
import type { CurveOptions, MeasuredPoint } from '../predictor/measured-points.js';
import { searchLabels } from '../predictor/search-labels.js';

/** Labels that random picks would have taken beyond those that were bought, for the same value. */
export interface LabelsSaved {
  /** Labels bought. */
  readonly labels: number;
  /** Random labels that were considered at most. */
  readonly atMost: number;
  /**
   * Quantiles of the labels saved, below 0 where random picks would have done with fewer; absent
   * where that many are not reached within `atMost`.
   */
  readonly p10?: number;
  readonly p50?: number;
  readonly p90?: number;
  /** Probability that random picks would have taken more labels, in [0, 1]. */
  readonly probabilitySaved: number;
}

/** What was reached, and with what. */
export interface ReachedValue {
  readonly value: number;
  /** Standard error of the value, from 0. */
  readonly standardError: number;
  /** Labels it took, a whole number from 1. */
  readonly labels: number;
  /** Most random labels considered: the size of the pool. */
  readonly atMost: number;
}

/** Values of which the reached one is an even mixture: quantiles of its normal error. */
const VALUES = 9;

/**
 * Labels saved against random picks: the curve of random picks (`randomCurve`), extrapolated with
 * its band, against a value reached, with its error. Where there is no random holdout there is no
 * such curve, and nothing to show. Cost: a curve fit and a few dozen forecasts.
 *
 * @throws CodedError `FORECAST_POINT_INVALID`, `FORECAST_OPTION_INVALID`.
 */
export function labelsSaved(
  randomPoints: readonly MeasuredPoint[],
  reached: ReachedValue,
  options: CurveOptions,
): LabelsSaved {
  const { labels, atMost } = reached;
  const fit = fitCurve(randomPoints, options);
  const values = Array.from({ length: VALUES }, (_, i) => {
    const z = normalQuantile((i + 0.5) / VALUES);
    return Math.min(1, Math.max(0, reached.value + z * reached.standardError));
  });
  const reachedBy = (count: number) =>
    values.reduce((sum, value) => sum + fit.probabilityAtLeast(value, count), 0) / VALUES;
  const { p10, p50, p90 } = searchLabels(reachedBy, atMost);
  return {
    labels,
    atMost,
    ...(p10 !== undefined && { p10: p10 - labels }),
    ...(p50 !== undefined && { p50: p50 - labels }),
    ...(p90 !== undefined && { p90: p90 - labels }),
    probabilitySaved: 1 - reachedBy(labels),
  };
}
