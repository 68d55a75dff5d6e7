import type { CurveFit, Forecast, LabelsToTarget } from './fit-curve.js';
import { checkLabels, checkShare } from './measured-points.js';
import { searchLabels } from './search-labels.js';

/** What can be asked of a curve whose bands were widened. */
export type WidenedCurve = Pick<CurveFit, 'forecast' | 'probabilityAtLeast' | 'labelsTo'>;

/**
 * Widens the bands of a curve about their middle, for data unlike those that the predictor was
 * calibrated on (`DomainFitReport.bandWidening`). Values stay in [0, 1].
 *
 * @param factor from 1, which changes nothing.
 */
export function widenCurve(fit: CurveFit, factor: number): WidenedCurve {
  const probabilityAtLeast = (value: number, labels: number) => {
    const { p50 } = fit.forecast(labels);
    return fit.probabilityAtLeast(p50 + (value - p50) / factor, labels);
  };
  return {
    forecast(labels): Forecast {
      const { p10, p50, p90 } = fit.forecast(labels);
      return {
        labels,
        p10: Math.max(0, p50 - factor * (p50 - p10)),
        p50,
        p90: Math.min(1, p50 + factor * (p90 - p50)),
      };
    },
    probabilityAtLeast,
    labelsTo(target, atMost): LabelsToTarget {
      checkShare(target, 'target');
      checkLabels(atMost, 'atMost');
      const reachedBy = (labels: number) => probabilityAtLeast(target, labels);
      return {
        target,
        atMost,
        ...searchLabels(reachedBy, atMost),
        probabilityUnreachable: 1 - reachedBy(atMost),
      };
    },
  };
}
