import type { Metric } from '@alaas/core';

/** How a metric is called in running text. */
export function metricName(metric: Metric): string {
  return metric === 'accuracy' ? 'accuracy' : 'macro-F1';
}

/** How it is called where a heading or an axis begins with it. */
export function metricTitle(metric: Metric): string {
  return metric === 'accuracy' ? 'Accuracy' : 'Macro-F1';
}
