import type { Metric } from '@alaas/core';

import type { MeasuredPoint } from './report-input.js';

/** The points of a curve in the metric that counts, as charts and tables take them. */
export function inMetric(
  points: readonly MeasuredPoint[],
  metric: Metric,
): readonly MeasuredPoint[] {
  if (metric === 'accuracy') return points;
  return points.map(({ labels, accuracy, low, high, macroF1 }) =>
    macroF1 === undefined
      ? { labels, accuracy, low, high }
      : { labels, accuracy: macroF1.value, low: macroF1.low, high: macroF1.high },
  );
}
