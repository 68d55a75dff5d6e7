import { fitEnsemble, type FitOptions } from './fit-ensemble.js';
import { checkCurve, type MeasuredPoint } from './measured-points.js';
import { holdsMeasured } from './holds-measured.js';
import { bandOf, type Band } from './weighted-values.js';

/** A forecast made from the first points alone, beside the point measured later. */
export interface PastForecast extends Band {
  /** Labels of the last point it was made from. */
  readonly atLabels: number;
  readonly forLabels: number;
  /** What was measured. */
  readonly value: number;
  /** Whether the band, widened by the error of measurement, held the value. */
  readonly held: boolean;
}

/** How well forecasts from earlier points met the later ones. */
export interface SelfAssessment {
  readonly forecasts: readonly PastForecast[];
  /** Share of forecasts that held; absent without any. */
  readonly coverage?: number;
  /** Mean of |value − p50|; absent without any. */
  readonly meanError?: number;
}

/** Fewest points that a forecast is judged by. */
const FEWEST_POINTS = 3;
/** Fewest past forecasts that may widen a band: fewer are a matter of luck. */
const FEWEST_FORECASTS = 6;
/** Bands hold the truth in four of five cases; they are widened until past ones do. */
const COVERAGE = 0.8;
const GAIN_DEVIATIONS = [0, 0.25, 0.5, 0.75, 1] as const;

/**
 * Rolling-origin assessment: forecasts every point from each run of first points before it.
 * Cost: a fit per point.
 *
 * @throws CodedError `FORECAST_POINT_INVALID`, `FORECAST_OPTION_INVALID`.
 */
export function assessForecasts(
  given: readonly MeasuredPoint[],
  options: FitOptions & { readonly gainDeviation?: number },
): SelfAssessment {
  const points = checkCurve(given, options);
  return summarise(pastForecasts(points, options)(options.gainDeviation ?? 0));
}

/** Smallest gain deviation of a few with which past forecasts held often enough; 0 for few points. */
export function widenByOrigins(points: readonly MeasuredPoint[], options: FitOptions): number {
  const outcomes = points.length - FEWEST_POINTS;
  if ((outcomes * (outcomes + 1)) / 2 < FEWEST_FORECASTS) return 0;
  const forecastsWith = pastForecasts(points, options, { draws: 200, origins: 5, outcomes: 4 });
  const enough = GAIN_DEVIATIONS.find(
    (deviation) => summarise(forecastsWith(deviation)).coverage! >= COVERAGE,
  );
  return enough ?? GAIN_DEVIATIONS.at(-1)!;
}

/** Fits once for each origin; the forecasts can then be asked for with any gain deviation. */
function pastForecasts(
  points: readonly MeasuredPoint[],
  options: FitOptions,
  limits: { draws?: number; origins?: number; outcomes?: number } = {},
): (gainDeviation: number) => PastForecast[] {
  const { draws, origins: mostOrigins = Infinity, outcomes = Infinity } = limits;
  const lengths = points.slice(FEWEST_POINTS).map((_, i) => FEWEST_POINTS + i);
  const origins = spread(lengths, mostOrigins).map((length) => {
    const known = points.slice(0, length);
    const later = spread(points.slice(length), outcomes);
    return { known, later, ...fitEnsemble(known, { ...options, draws }) };
  });
  return (gainDeviation) =>
    origins.flatMap(({ known, later, ensemble }) =>
      later.map((point) => {
        const values = ensemble.valuesAt(point.labels / options.classCount, gainDeviation);
        const band = bandOf(values, ensemble.weights);
        return {
          atLabels: known.at(-1)!.labels,
          forLabels: point.labels,
          ...band,
          value: point.value,
          held: holdsMeasured(band, point, options),
        };
      }),
    );
}

/** At most `most` of the items, evenly spread, first and last among them. */
function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from(
    { length: most },
    (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!,
  );
}

function summarise(forecasts: readonly PastForecast[]): SelfAssessment {
  if (forecasts.length === 0) return { forecasts };
  const held = forecasts.filter((forecast) => forecast.held).length;
  const errors = forecasts.reduce((sum, { value, p50 }) => sum + Math.abs(value - p50), 0);
  return {
    forecasts,
    coverage: held / forecasts.length,
    meanError: errors / forecasts.length,
  };
}
