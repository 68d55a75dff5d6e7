import { readFile } from 'node:fs/promises';

import { AlaasError } from '@alaas/contracts';
import {
  assessForecasts,
  fitCurve,
  labellingCost,
  MOST_POINTS,
  type CurveFit,
  type FamilyWeight,
  type Forecast,
  type LabellingCost,
  type LabelRates,
  type LabelsToTarget,
  type MeasuredPoint,
  type Metric,
} from '@alaas/core';

import { targetCosts, type TargetCosts } from './target-costs.js';

/** What `alaas forecast` is asked for. */
export interface ForecastRequest extends LabelRates {
  /** JSON file: `[{"labels": 77, "value": 0.55}, …]`; no points at all are a forecast beforehand. */
  readonly points: string;
  readonly classCount: number;
  /** Items that the points were measured on. */
  readonly holdout: number;
  /** Numbers of labels, one or more. */
  readonly at: readonly number[];
  readonly metric?: Metric | undefined;
  readonly majorityRate?: number | undefined;
  /** Value to be reached, in [0, 1]. */
  readonly target?: number | undefined;
  /** Most labels that a target is sought with. Default: ten times the largest number in question. */
  readonly atMost?: number | undefined;
}

/** The answer, in the form that `alaas forecast --json` prints. */
export interface ForecastAnswer {
  readonly families: readonly FamilyWeight[];
  /** In the order asked for. */
  readonly forecasts: readonly (Forecast & { readonly cost?: LabellingCost })[];
  readonly shape: CurveFit['shape']['kind'];
  /** What a person should know before relying on it, in plain sentences. */
  readonly notes: readonly string[];
  /** Forecasts from earlier points against the later ones; absent with fewer than four points. */
  readonly selfAssessment?: {
    readonly forecasts: number;
    readonly coverage: number;
    readonly meanError: number;
  };
  /** `cost` is that of p50, `costs` those of each quantile. */
  readonly target?: LabelsToTarget & {
    readonly cost?: LabellingCost;
    readonly costs: TargetCosts;
  };
}

/**
 * Forecasts a learning curve from a file of measured points.
 *
 * @throws AlaasError `FILE_NOT_READABLE`, `FORECAST_POINT_INVALID`, `FORECAST_OPTION_INVALID`.
 */
export async function forecastFile(request: ForecastRequest): Promise<ForecastAnswer> {
  const given = await readPoints(request.points);
  try {
    return forecastPoints(given, request);
  } catch (error) {
    throw AlaasError.from(error);
  }
}

function forecastPoints(given: readonly MeasuredPoint[], request: ForecastRequest): ForecastAnswer {
  const { at, target, holdout } = request;
  if (at.length === 0) {
    throw new AlaasError('FORECAST_OPTION_INVALID', 'at names no number of labels.', {
      field: 'at',
      value: at,
    });
  }
  const fit = fitCurve(given, request);
  const past = assessForecasts(given, { ...request, gainDeviation: fit.gainDeviation });
  const costs = (labels: number) => {
    const cost = labellingCost(labels, request);
    return Object.keys(cost).length > 0 && { cost };
  };
  const toTarget =
    target === undefined ? undefined : fit.labelsTo(target, request.atMost ?? endOf(fit, at));
  return {
    families: fit.families,
    forecasts: at.map((labels) => ({ ...fit.forecast(labels), ...costs(labels) })),
    shape: fit.shape.kind,
    notes: notesOf(fit, { given: given.length, holdout, at }),
    ...(past.coverage !== undefined && {
      selfAssessment: {
        forecasts: past.forecasts.length,
        coverage: past.coverage,
        meanError: past.meanError!,
      },
    }),
    ...(toTarget && {
      target: {
        ...toTarget,
        ...(toTarget.p50 !== undefined && costs(toTarget.p50)),
        costs: targetCosts(toTarget, request),
      },
    }),
  };
}

function endOf({ points }: CurveFit, at: readonly number[]): number {
  return 10 * Math.max(...at, ...points.map(({ labels }) => labels));
}

/** Points from which the curve speaks more than the prior. */
const ENOUGH_POINTS = 4;
/** Items below which a measurement says little. */
const SMALL_HOLDOUT = 50;

function notesOf(
  { points, shape }: CurveFit,
  { given, holdout, at }: { given: number; holdout: number; at: readonly number[] },
): string[] {
  const [first, last] = [points[0], points.at(-1)];
  const notes = shape.kind === 'unknown' ? [...shape.reasons, UNKNOWN_SHAPE] : [];
  if (points.length < given) {
    notes.push(
      points.length === MOST_POINTS
        ? `Of the points ${MOST_POINTS} were used, evenly spread over the curve.`
        : 'Points with the same number of labels were averaged.',
    );
  }
  if (points.length < ENOUGH_POINTS) {
    notes.push(
      `${countOf(points.length)} few: the forecast rests mostly on what learning curves are like; from ${ENOUGH_POINTS} on it rests on yours.`,
    );
  }
  if (holdout < SMALL_HOLDOUT) {
    const error = (100 * 0.5) / Math.sqrt(holdout);
    notes.push(
      `A holdout of ${holdout} measures to about ±${error.toFixed(0)} points: bands are wide. ${SMALL_HOLDOUT} or more are better.`,
    );
  }
  if (first && last && points.length > 1 && points.every(({ value }) => value === first.value)) {
    notes.push(
      `The value is ${first.value} at every point: ${first.value === 1 ? 'nothing is left to be gained on this holdout' : 'the labels so far have brought no gain'}.`,
    );
  }
  const farthest = Math.max(...at);
  if (last && farthest > FAR * last.labels) {
    notes.push(
      `${farthest} labels are ${Math.round(farthest / last.labels)} times those of the last point: that far the forecast is a guess with a band.`,
    );
  }
  return notes;
}

function countOf(points: number): string {
  return points === 1 ? 'One point is' : `${points} points are`;
}

const UNKNOWN_SHAPE =
  'The points do not look like a learning curve: do not rely on this forecast, and stop nothing by it.';
const FAR = 20;

async function readPoints(file: string): Promise<readonly MeasuredPoint[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AlaasError('FILE_NOT_READABLE', `${file} cannot be read.`, {
      field: 'points',
      value: file,
      cause,
    });
  });
  const refuse = (message: string, value?: unknown) =>
    new AlaasError('FORECAST_POINT_INVALID', `${file} ${message}`, { field: 'points', value });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refuse('is not JSON.');
  }
  if (!Array.isArray(parsed)) throw refuse('does not hold a list of points.', typeof parsed);
  return parsed.map((point: unknown, index) => {
    if (isPoint(point)) return point;
    throw refuse(`: point ${index + 1} is not {"labels", "value"} with numbers.`, point);
  });
}

function isPoint(value: unknown): value is MeasuredPoint {
  const point = value as Partial<Record<keyof MeasuredPoint, unknown>> | null;
  return (
    typeof point === 'object' &&
    point !== null &&
    typeof point.labels === 'number' &&
    typeof point.value === 'number' &&
    (point.standardError === undefined || typeof point.standardError === 'number')
  );
}
