import type { Interval, Metric } from '@alaas/core';

import { percent, whole } from '../page/format.js';

/** Labels that random picks would have taken beyond those that were paid, for the same value. */
export interface SavedAgainstRandom {
  /** What was saved, in one plain sentence. */
  readonly text: string;
  readonly metric: Metric;
  /** Value that was reached, and the labels that were paid for it, without those of the holdout. */
  readonly value: number;
  readonly labels: number;
  /**
   * Quantiles of the labels saved, below 0 where random picks would have done with fewer; null where
   * they are more than `atMost`.
   */
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly atMost: number;
  /** Probability that random picks would have taken more labels, in [0, 1]. */
  readonly probabilitySaved: number;
  /** Where the curve of random picks comes from: a run of its own, or from inside the holdout. */
  readonly randomFrom: 'control-run' | 'holdout';
  /** Its points, with 95 % intervals. */
  readonly randomPoints: readonly (Interval & {
    readonly labels: number;
    readonly value: number;
  })[];
}

/** What was saved, in one sentence. */
export function savedSentence(found: Omit<SavedAgainstRandom, 'text'>): string {
  const { metric, value, labels, p10, p50, p90, atMost } = found;
  const reached = `${metric === 'accuracy' ? '' : 'macro-F1 of '}${percent(value)}`;
  const count = (one: number | null) =>
    one === null ? `more than ${whole(atMost)}` : whole(Math.max(0, one));
  if (p50 !== null && p50 <= 0) {
    return `Probably nothing was saved: picking at random would have reached ${reached} with about ${countOf(Math.max(1, labels + p50))}; ${whole(labels)} were paid (at best ${count(p90)} saved).`;
  }
  if (p10 !== null && p10 <= 0) {
    return `Whether anything was saved is not shown: picking at random would have taken between ${whole(Math.max(1, labels + p10))} and ${p90 === null ? `more than ${whole(labels + atMost)}` : whole(labels + p90)} labels to reach ${reached}; ${whole(labels)} were paid.`;
  }
  const needed =
    p50 === null ? `more than ${whole(labels + atMost)}` : `about ${whole(labels + p50)}`;
  return `Picking at random would have taken ${needed} labels to reach ${reached}; ${whole(labels)} were paid: ${p50 === null ? count(null) : `about ${count(p50)}`} saved (${p10 === null ? 'in nine cases of ten' : `${count(p10)} to ${count(p90)}`}).`;
}

function countOf(labels: number): string {
  return labels === 1 ? 'one label' : `${whole(labels)} labels`;
}
