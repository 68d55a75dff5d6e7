import { sampleIndices, seededRandom, type Metric } from '@alaas/core';

import type { MeasuredPoint, RandomControl } from '../../outputs/report/report-input.js';
import type { RunData } from '../data/run-data.js';
import type { LearnerThread } from '../learner/open-learner.js';
import { indicesOf, pointOf } from './run-rounds.js';

const CONTROL_HEAD = 'random-control';

interface ControlMeans {
  readonly learner: LearnerThread;
  readonly seed: number;
  readonly metric: Metric;
}

/**
 * The same run with items drawn by lot, at the same numbers of labels and measured on the same
 * items. It needs labels that are known beforehand; undefined where they are not.
 */
export async function randomControl(
  { items, labels, test, classes }: RunData,
  curve: readonly MeasuredPoint[],
  { learner, seed, metric }: ControlMeans,
): Promise<RandomControl | undefined> {
  if (!labels || !test || !classes || curve.length === 0) return undefined;
  const most = curve.at(-1)!.labels;
  const order = sampleIndices(seededRandom(seed).fork('random-control'), items.length, most);
  const points: MeasuredPoint[] = [];
  for (const { labels: count } of curve) {
    const rows = order.slice(0, count);
    const evaluation = await learner.train({
      head: CONTROL_HEAD,
      rows,
      targets: indicesOf(
        rows.map((row) => labels[row]!),
        classes,
      ),
      classes,
      testTargets: indicesOf(test.labels, classes),
    });
    if (evaluation) points.push(pointOf(count, evaluation, metric));
  }
  return { points };
}
