import type { PriorForecast, PriorForecastRequest } from '@alaas/contracts';
import { fitCurve, planHoldout, type CurveFit, type Metric } from '@alaas/core';

/** A holdout that is not there yet is taken to be of this size. */
const USUAL_HOLDOUT = 200;
/** Shares of the budget that are forecast. */
const SHARES = [0.25, 0.5, 0.75, 1];

/** Without points a fit is what curves of other data were like. */
export function priorCurve(known: {
  readonly classCount: number;
  readonly metric: Metric;
  /** Items to measure on; 0 for none. */
  readonly holdout: number;
}): CurveFit {
  return fitCurve([], { ...known, holdout: known.holdout || USUAL_HOLDOUT });
}

/** Numbers of labels that are forecast on the way to `end`, rising. */
export function forecastSteps(end: number): readonly number[] {
  return [...new Set(SHARES.map((share) => Math.round(end * share)))].filter(
    (labels) => labels > 0,
  );
}

/**
 * What labels can be expected to buy before a project exists, from experience with other data
 * alone; labels are counted as they are paid, those of a bought holdout included.
 */
export function forecastBeforehand(request: PriorForecastRequest): PriorForecast {
  const { budget, holdout: given = 0, metric, target } = request;
  const plan = planHoldout({ budget, given });
  const holdout = plan.kind === 'none' ? 0 : plan.items;
  const bought = plan.kind === 'bought' ? holdout : 0;
  const curve = priorCurve({ ...request, holdout });
  const end = budget - bought;
  const needed = target === undefined ? undefined : curve.labelsTo(target, end);
  const paid = (labels: number | undefined) => (labels === undefined ? null : labels + bought);
  return {
    basis: 'experience',
    metric,
    holdout: { items: holdout, bought: bought > 0 },
    forecasts: forecastSteps(end).map((labels) => {
      const { p10, p50, p90 } = curve.forecast(labels);
      return { labels: labels + bought, p10, p50, p90 };
    }),
    target: needed
      ? {
          target: needed.target,
          p10: paid(needed.p10),
          p50: paid(needed.p50),
          p90: paid(needed.p90),
          probabilityUnreachable: needed.probabilityUnreachable,
        }
      : null,
  };
}
