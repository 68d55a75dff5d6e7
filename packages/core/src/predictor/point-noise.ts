import type { CurveOptions, MeasuredPoint } from './measured-points.js';

/** Variance of the error of a measured point, in two parts. */
export interface PointNoise {
  /** Its own: which items happened to be bought, and how the holdout answers them. */
  readonly own: number;
  /** Shared by all points, because the same holdout measures them. */
  readonly shared: number;
}

/** Part of the holdout's error that two points of a curve have in common. */
const SHARED_PART = 0.5;
/** Standard deviation of a curve about its smooth form: EARLY / √x + LATE at x labels per class. */
const EARLY = 0.02;
const LATE = 0.004;

/** Error of a point measured on the holdout; never 0, also for values of 0 and 1. */
export function pointNoise(
  { labels, value, standardError }: MeasuredPoint,
  { classCount, holdout }: Pick<CurveOptions, 'classCount' | 'holdout'>,
): PointNoise {
  const share = (value * holdout + 1) / (holdout + 2);
  const sampling =
    standardError === undefined ? (share * (1 - share)) / holdout : standardError ** 2;
  const wander = EARLY / Math.sqrt(labels / classCount) + LATE;
  return { own: (1 - SHARED_PART) * sampling + wander ** 2, shared: SHARED_PART * sampling };
}
