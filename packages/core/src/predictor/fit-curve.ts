import { labelsToTarget, type LabelsToTarget } from './labels-to-target.js';
import { bandOf, meanOf, quantilesOf, shareBelow, type Band } from './weighted-values.js';
import { fitEnsemble, type FamilyWeight, type FitOptions } from './fit-ensemble.js';
import { judgeShape, type CurveShape } from './judge-shape.js';
import { checkCurve, checkLabels, type MeasuredPoint } from './measured-points.js';
import { widenByOrigins } from './rolling-origin.js';

/** A value at a number of labels, in [0, 1]. */
export interface Forecast extends Band {
  readonly labels: number;
}

/** A rise of the value between two numbers of labels. */
export interface GainForecast extends Band {
  readonly mean: number;
}

/** A learning curve fitted to its points: what can be asked of it. Pure; each answer costs < 1 ms. */
export interface CurveFit {
  /** The points used, in the order of their labels; 40 of more. */
  readonly points: readonly MeasuredPoint[];
  readonly families: readonly FamilyWeight[];
  /** `unknown` when the points defy every family: then nothing may be stopped on the forecast. */
  readonly shape: CurveShape;
  /**
   * Standard deviation of ln(true gain / forecast gain) by which bands were widened, so that
   * forecasts from earlier points would have held about 80 % of the later ones.
   */
  readonly gainDeviation: number;
  /** Value at a whole number of labels from 1; never falls in labels. */
  forecast(labels: number): Forecast;
  /** Quantile of the value, `share` in (0, 1): the 90 % lower bound is `quantile(labels, 0.1)`. */
  quantile(labels: number, share: number): number;
  /** Probability that the true value at `labels` is at least `value`. */
  probabilityAtLeast(value: number, labels: number): number;
  /** Rise of the value from one number of labels to a larger one. */
  gain(fromLabels: number, toLabels: number): GainForecast;
  /** Probability that the rise between two numbers of labels is below `gain`. */
  probabilityGainBelow(gain: number, fromLabels: number, toLabels: number): number;
  /** Labels to a target in [0, 1], up to `atMost` (the size of the pool, say). */
  labelsTo(target: number, atMost: number): LabelsToTarget;
}

/**
 * Fits a learning curve: Bayesian average of curve families over a grid, with a quarter straight in
 * the logarithm, as curves that are counted. Without points it is the prior with its wide band;
 * with fewer points than parameters the prior fills in. Deterministic. Cost: a fit and a forecast
 * within 50 ms (see docs/decisions/0004-predictor.md).
 *
 * @throws CodedError `FORECAST_POINT_INVALID`, `FORECAST_OPTION_INVALID`.
 */
export function fitCurve(given: readonly MeasuredPoint[], options: FitOptions): CurveFit {
  const points = checkCurve(given, options);
  const { ensemble, families } = fitEnsemble(points, options);
  const { weights } = ensemble;
  const gainDeviation = widenByOrigins(points, options);
  const valuesAt = (labels: number) => {
    checkLabels(labels);
    return ensemble.valuesAt(labels / options.classCount, gainDeviation);
  };
  const gainsBetween = (fromLabels: number, toLabels: number) => {
    const before = valuesAt(fromLabels);
    return valuesAt(toLabels).map((value, i) => value - before[i]!);
  };
  const probabilityAtLeast = (value: number, labels: number) =>
    1 - shareBelow(valuesAt(labels), weights, value);
  const fitted = points.map(({ labels }) => meanOf(valuesAt(labels), weights));
  return {
    points,
    families,
    gainDeviation,
    shape: judgeShape(points, fitted, options),
    forecast: (labels) => ({ labels, ...bandOf(valuesAt(labels), weights) }),
    quantile: (labels, share) => quantilesOf(valuesAt(labels), weights, [share])[0]!,
    probabilityAtLeast,
    gain(fromLabels, toLabels) {
      const gains = gainsBetween(fromLabels, toLabels);
      return { mean: meanOf(gains, weights), ...bandOf(gains, weights) };
    },
    probabilityGainBelow: (gain, fromLabels, toLabels) =>
      shareBelow(gainsBetween(fromLabels, toLabels), weights, gain),
    labelsTo: (target, atMost) => labelsToTarget(probabilityAtLeast, { target, atMost }),
  };
}
