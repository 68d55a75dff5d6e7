import type { CurveOptions, MeasuredPoint } from './measured-points.js';
import { pointNoise } from './point-noise.js';

/** Lower triangle L of a covariance L·Lᵀ, by rows. */
export type CovarianceFactor = readonly Float64Array[];

/**
 * Part of the holdout's error that heads of nearly the same labels have in common beyond what all
 * points share, and how fast it fades with ln(labels).
 */
const LASTING_PART = 0.4;
const FADES_OVER = 1;

/**
 * Factor of the covariance of what points do not all share: a head and the next one fail on the same
 * items of the holdout, so that ten points do not measure ten times as well as one. Cost O(n³).
 */
export function ownCovariance(
  points: readonly MeasuredPoint[],
  options: CurveOptions,
): CovarianceFactor {
  const noises = points.map((point) => pointNoise(point, options));
  const covariance = (i: number, j: number) => {
    if (i === j) return noises[i]!.own;
    const apart = Math.abs(Math.log(points[i]!.labels / points[j]!.labels));
    const sampling = Math.sqrt(noises[i]!.sampling * noises[j]!.sampling);
    return LASTING_PART * sampling * Math.exp(-apart / FADES_OVER);
  };
  const factor: Float64Array[] = [];
  for (let i = 0; i < points.length; i++) {
    const row = new Float64Array(i + 1);
    for (let j = 0; j <= i; j++) {
      let rest = covariance(i, j);
      const above = j === i ? row : factor[j]!;
      for (let k = 0; k < j; k++) rest -= row[k]! * above[k]!;
      row[j] = j === i ? Math.sqrt(rest) : rest / above[j]!;
    }
    factor.push(row);
  }
  return factor;
}

/** L⁻¹·values: errors of these are independent, with variance 1. Cost O(n²). */
export function whiten(factor: CovarianceFactor, values: readonly number[]): Float64Array {
  const white = new Float64Array(values.length);
  factor.forEach((row, i) => {
    let rest = values[i]!;
    for (let k = 0; k < i; k++) rest -= row[k]! * white[k]!;
    white[i] = rest / row[i]!;
  });
  return white;
}
