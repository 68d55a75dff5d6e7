import { holdsMeasured } from './holds-measured.js';
import type { CurveOptions, MeasuredPoint } from './measured-points.js';
import type { Band } from './weighted-values.js';

/** A forecast as it was given to a person, with what came true once it is known. */
export interface TrackedForecast extends Band {
  /** Labels of the last point when it was made. */
  readonly atLabels: number;
  readonly forLabels: number;
  /** What was measured at `forLabels`; absent while unknown. */
  readonly outcome?: number;
  /** Whether the band, widened by the error of measurement, held the outcome. */
  readonly held?: boolean;
}

/** Every forecast of an arm, in the order they were made; plain data, to be stored as it is. */
export type TrackRecord = readonly TrackedForecast[];

/** How forecasts fared; means are absent while nothing came true. */
export interface TrackSummary {
  /** Forecasts made. */
  readonly made: number;
  /** Of these, those whose outcome is known. */
  readonly settled: number;
  /** Share of outcomes within P10 and P90; about 0.8 is right. */
  readonly coverage?: number;
  /** Mean of |outcome − p50|. */
  readonly meanError?: number;
  /** Mean of outcome − p50: above 0, forecasts were too low. */
  readonly bias?: number;
}

/**
 * Settles forecasts by newly measured points: each takes the value at its labels, on the straight
 * line between the two nearest points. Settled ones stay as they are. Returns a new record.
 *
 * @param points measured, in the order of their labels.
 * @param options what is known of the curve; the holdout says how well it was measured.
 */
export function settleForecasts(
  record: TrackRecord,
  points: readonly MeasuredPoint[],
  options: CurveOptions,
): TrackRecord {
  return record.map((forecast) => {
    if (forecast.outcome !== undefined) return forecast;
    const outcome = valueBetween(points, forecast.forLabels);
    if (outcome === undefined) return forecast;
    const measured = { labels: forecast.forLabels, value: outcome };
    return { ...forecast, outcome, held: holdsMeasured(forecast, measured, options) };
  });
}

/** How the forecasts of a record fared. */
export function summariseRecord(record: TrackRecord): TrackSummary {
  const settled = record.flatMap(({ outcome, ...forecast }) =>
    outcome === undefined ? [] : [{ ...forecast, outcome }],
  );
  const counts = { made: record.length, settled: settled.length };
  if (settled.length === 0) return counts;
  const mean = (of: (forecast: (typeof settled)[number]) => number) =>
    settled.reduce((sum, forecast) => sum + of(forecast), 0) / settled.length;
  return {
    ...counts,
    // Records kept by versions before this one do not say whether the band held.
    coverage: mean(({ p10, p90, outcome, held = p10 <= outcome && outcome <= p90 }) =>
      held ? 1 : 0,
    ),
    meanError: mean(({ p50, outcome }) => Math.abs(outcome - p50)),
    bias: mean(({ p50, outcome }) => outcome - p50),
  };
}

function valueBetween(points: readonly MeasuredPoint[], labels: number): number | undefined {
  const next = points.findIndex((point) => point.labels >= labels);
  const above = points[next];
  if (above === undefined) return undefined;
  if (above.labels === labels) return above.value;
  const below = points[next - 1];
  if (below === undefined) return undefined;
  const part = (labels - below.labels) / (above.labels - below.labels);
  return below.value + part * (above.value - below.value);
}
