import type { Interval } from '@alaas/core';

import type { MeasuredPoint } from './report-input.js';

/** Accuracy of the strategy less that of random picks, at the same number of labels. */
export interface Comparison extends Interval {
  readonly labels: number;
  readonly strategy: MeasuredPoint;
  readonly random: MeasuredPoint;
  readonly difference: number;
  /** Whether the interval tells the two apart. */
  readonly verdict: 'better' | 'worse' | 'open';
}

/**
 * Compares two curves at the largest number of labels that both have: difference of proportions
 * with the hybrid score interval (Newcombe 1998, method 10), which treats both as measured on
 * different items and so is on the wide side when they are the same.
 */
export function compareWithRandom(
  curve: readonly MeasuredPoint[],
  control: readonly MeasuredPoint[],
): Comparison | undefined {
  const byLabels = new Map(control.map((point) => [point.labels, point]));
  const strategy = curve.findLast(({ labels }) => byLabels.has(labels));
  if (!strategy) return undefined;
  const random = byLabels.get(strategy.labels)!;
  const difference = strategy.accuracy - random.accuracy;
  const low =
    difference - Math.hypot(strategy.accuracy - strategy.low, random.high - random.accuracy);
  const high =
    difference + Math.hypot(strategy.high - strategy.accuracy, random.accuracy - random.low);
  const verdict = low > 0 ? 'better' : high < 0 ? 'worse' : 'open';
  return { labels: strategy.labels, strategy, random, difference, low, high, verdict };
}
