import type { CurveOptions, MeasuredPoint } from './measured-points.js';
import { pointNoise } from './point-noise.js';
import type { Band } from './weighted-values.js';

/** Standard normal quantile of 0.9. */
const Z90 = 1.2816;

/**
 * Whether a band held what was measured. It is a band of the true value, so that it is widened here
 * by the error of measurement: otherwise right forecasts of flat curves seem wrong in two of five.
 */
export function holdsMeasured(
  { p10, p50, p90 }: Band,
  point: MeasuredPoint,
  options: CurveOptions,
): boolean {
  const reach = point.value < p50 ? p50 - p10 : p90 - p50;
  const error = Math.sqrt(pointNoise(point, options).own);
  return Math.abs(point.value - p50) <= Math.hypot(reach, Z90 * error);
}
