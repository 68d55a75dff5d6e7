import type { CurveFit, GainForecast } from './fit-curve.js';
import { labelsToTarget } from './labels-to-target.js';

/**
 * Widens the bands of a curve about their middle, for data unlike those that the predictor was
 * calibrated on (`DomainFitReport.bandWidening`). Values stay in [0, 1], and gains at 0 or above.
 *
 * @param factor from 1, which changes nothing.
 */
export function widenCurve(fit: CurveFit, factor: number): CurveFit {
  const bounded = (value: number) => Math.min(1, Math.max(0, value));
  const away = (middle: number, value: number) => middle + factor * (value - middle);
  const back = (middle: number, value: number) => middle + (value - middle) / factor;
  const probabilityAtLeast = (value: number, labels: number) =>
    fit.probabilityAtLeast(back(fit.forecast(labels).p50, value), labels);
  return {
    ...fit,
    forecast(labels) {
      const { p10, p50, p90 } = fit.forecast(labels);
      return { labels, p10: bounded(away(p50, p10)), p50, p90: bounded(away(p50, p90)) };
    },
    quantile: (labels, share) =>
      bounded(away(fit.forecast(labels).p50, fit.quantile(labels, share))),
    probabilityAtLeast,
    gain(fromLabels, toLabels): GainForecast {
      const { mean, p10, p50, p90 } = fit.gain(fromLabels, toLabels);
      return { mean, p10: bounded(away(p50, p10)), p50, p90: bounded(away(p50, p90)) };
    },
    probabilityGainBelow: (gain, fromLabels, toLabels) =>
      fit.probabilityGainBelow(
        back(fit.gain(fromLabels, toLabels).p50, gain),
        fromLabels,
        toLabels,
      ),
    labelsTo: (target, atMost) => labelsToTarget(probabilityAtLeast, { target, atMost }),
  };
}
