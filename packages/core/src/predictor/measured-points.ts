import { CodedError } from '../errors.js';

/** A measured point of a learning curve. */
export interface MeasuredPoint {
  /** Labels that the model was trained on, a whole number from 1. */
  readonly labels: number;
  /** What was measured with them, in [0, 1]. */
  readonly value: number;
  /** Standard error of the value, above 0, if more than that of a share of as many items is known. */
  readonly standardError?: number | undefined;
}

/** What a learning curve shows. */
export const METRICS = ['accuracy', 'macro-f1'] as const;

/** One of `METRICS`. */
export type Metric = (typeof METRICS)[number];

/** What is known besides the points. */
export interface CurveOptions {
  /** Classes C, a whole number from 1. */
  readonly classCount: number;
  /** Items that the points were measured on, a whole number from 1. */
  readonly holdout: number;
  /** Default `accuracy`. */
  readonly metric?: Metric | undefined;
  /**
   * Share of the largest class in [0, 1), where it is known: with few labels, accuracy starts from
   * about there; macro-F1 is measured on the few items of the other classes.
   */
  readonly majorityRate?: number | undefined;
}

/** Hundreds of points say no more of a curve than these, and cost as much more time. */
export const MOST_POINTS = 40;

/**
 * The points in the order of their labels, those with the same labels averaged into one; of more than
 * `MOST_POINTS` evenly many.
 *
 * @throws CodedError `FORECAST_POINT_INVALID`, `FORECAST_OPTION_INVALID`.
 */
export function checkCurve(
  points: readonly MeasuredPoint[],
  options: CurveOptions,
): readonly MeasuredPoint[] {
  checkCurveOptions(options);
  const byLabels = new Map<number, MeasuredPoint[]>();
  points.forEach((point, index) => {
    checkPoint(point, index);
    byLabels.set(point.labels, [...(byLabels.get(point.labels) ?? []), point]);
  });
  return thinned([...byLabels.values()].map(average).sort((a, b) => a.labels - b.labels));
}

/** The first and the last are among them. */
function thinned(points: readonly MeasuredPoint[]): readonly MeasuredPoint[] {
  const last = points.length - 1;
  if (last < MOST_POINTS) return points;
  return Array.from(
    { length: MOST_POINTS },
    (_, i) => points[Math.round((i * last) / (MOST_POINTS - 1))]!,
  );
}

/** @throws CodedError `FORECAST_OPTION_INVALID` unless labels are a whole number from 1. */
export function checkLabels(labels: number, field = 'at'): void {
  if (Number.isSafeInteger(labels) && labels >= 1) return;
  throw optionError(field, labels, { need: 'a whole number from 1' });
}

/** @throws CodedError `FORECAST_OPTION_INVALID` unless the value lies in [0, 1]. */
export function checkShare(value: number, field: string): void {
  if (value >= 0 && value <= 1) return;
  const rule = { need: 'a share from 0 to 1', remedy: percentRemedy(value) };
  throw optionError(field, value, rule);
}

function checkCurveOptions({ classCount, holdout, metric, majorityRate }: CurveOptions): void {
  checkLabels(classCount, 'classes');
  checkLabels(holdout, 'holdout');
  if (metric !== undefined && !METRICS.includes(metric)) {
    throw optionError('metric', metric, { need: `one of ${METRICS.join(', ')}` });
  }
  if (majorityRate === undefined) return;
  checkShare(majorityRate, 'majority-rate');
  if (majorityRate === 1) throw optionError('majority-rate', 1, { need: 'below 1' });
}

function checkPoint({ labels, value, standardError }: MeasuredPoint, index: number): void {
  const check = (field: keyof MeasuredPoint, given: unknown, rule: Rule & { ok: boolean }) => {
    if (rule.ok) return;
    throw new CodedError(
      'FORECAST_POINT_INVALID',
      `Point ${index + 1}: ${field} must be ${rule.need}, not ${String(given)}.`,
      { field: `points[${index}].${field}`, value: given, ...remedyOf(rule) },
    );
  };
  check('labels', labels, {
    ok: Number.isSafeInteger(labels) && labels >= 1,
    need: 'a whole number from 1',
  });
  check('value', value, {
    ok: value >= 0 && value <= 1,
    need: 'a share from 0 to 1',
    remedy: percentRemedy(value),
  });
  check('standardError', standardError, {
    ok: standardError === undefined || (standardError > 0 && standardError <= 1),
    need: 'above 0 and at most 1',
  });
}

interface Rule {
  /** What the value must be. */
  readonly need: string;
  readonly remedy?: string | undefined;
}

function percentRemedy(value: number): string | undefined {
  if (!(value > 1 && value <= 100)) return undefined;
  return `Give shares from 0 to 1: if ${value} is in per cent, divide by 100.`;
}

function optionError(field: string, value: unknown, rule: Rule): CodedError {
  return new CodedError(
    'FORECAST_OPTION_INVALID',
    `${field} must be ${rule.need}, not ${String(value)}.`,
    { field, value, ...remedyOf(rule) },
  );
}

function remedyOf({ remedy }: Rule): { remedy?: string } {
  return remedy === undefined ? {} : { remedy };
}

/** The mean of repeated measurements; their error stays, as they share the holdout. */
function average(same: readonly MeasuredPoint[]): MeasuredPoint {
  const [first] = same;
  const value = same.reduce((sum, point) => sum + point.value, 0) / same.length;
  return { ...first!, value };
}
