import type { CurveOptions, MeasuredPoint, Metric } from './measured-points.js';

/** Variance of the error of a measured point: `own` + `shared`. */
export interface PointNoise {
  /** Its own: which items happened to be bought, and how the holdout answers them. */
  readonly own: number;
  /** Shared by all points, because the same holdout measures them. */
  readonly shared: number;
  /** Of the holdout's items alone: `shared`, and a part of `own`. */
  readonly sampling: number;
}

/** Part of the holdout's error that two points of a curve have in common. */
const SHARED_PART = 0.5;
/**
 * Standard deviation of a curve about its smooth form: (EARLY / √x + LATE) at x labels per class,
 * times a factor, as macro-F1 moves by leaps where a rare class is found.
 */
const EARLY = 0.02;
const LATE = 0.004;
const WANDER: Readonly<Record<Metric, number>> = { accuracy: 1, 'macro-f1': 1.5 };

/** Error of a point measured on the holdout; never 0, also for values of 0 and 1. */
export function pointNoise(
  { labels, value, standardError }: MeasuredPoint,
  options: CurveOptions,
): PointNoise {
  const items = effectiveItems(options);
  const share = (value * items + 1) / (items + 2);
  // Where few items of a class are all alike, resampling them knows less than their number does.
  const sampling = Math.max((share * (1 - share)) / items, (standardError ?? 0) ** 2);
  const smooth = EARLY / Math.sqrt(labels / options.classCount) + LATE;
  const wander = WANDER[options.metric ?? 'accuracy'] * smooth;
  return {
    own: (1 - SHARED_PART) * sampling + wander ** 2,
    shared: SHARED_PART * sampling,
    sampling,
  };
}

/**
 * Items that a mean over classes is worth: v for equal classes, fewer where all but the largest one
 * are rare, as the error of the mean is then that of a few items each.
 */
export function effectiveItems({
  classCount,
  holdout,
  metric,
  majorityRate,
}: CurveOptions): number {
  const largest = Math.max(majorityRate ?? 0, 1 / classCount);
  if (metric !== 'macro-f1' || largest === 1) return holdout;
  const errors = 1 / largest + (classCount - 1) ** 2 / (1 - largest);
  return Math.max(1, (holdout * classCount ** 2) / errors);
}
