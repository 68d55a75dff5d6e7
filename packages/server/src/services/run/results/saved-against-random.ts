import type { ProjectConfig } from '@alaas/contracts';
import {
  labelsSaved,
  macroF1Error,
  seededRandom,
  skewOf,
  type Evaluation,
  type MeasuredPoint as CurvePoint,
  type Metric,
} from '@alaas/core';

import type { RandomControl } from '../../outputs/report/report-input.js';
import {
  savedSentence,
  type SavedAgainstRandom,
} from '../../outputs/report/saved-against-random.js';
import type { LearnerThread } from '../learner/open-learner.js';
import { FEWEST_RANDOM_ITEMS, type RandomItems } from '../learner/random-items.js';
import { pointInterval, shareError } from './share-error.js';

/** What the savings are computed from. */
export interface SavedTask {
  readonly config: ProjectConfig;
  readonly learner: Pick<LearnerThread, 'randomCurve'>;
  /** The random holdout. */
  readonly items: RandomItems;
  /** Random picks that were run beside it, where labels were known. */
  readonly control: RandomControl | undefined;
  /** Figures on the holdout, and the labels paid for them without those of the holdout. */
  readonly evaluation: Evaluation;
  readonly paid: number;
  readonly poolItems: number;
}

/**
 * The labels saved, with their band. Without a random holdout there is no curve of random picks and
 * nothing to show; of fewer than 20 items none can be made.
 *
 * @throws AlaasError as `LearnerThread.randomCurve`.
 */
export async function savedAgainstRandom(task: SavedTask): Promise<SavedAgainstRandom | undefined> {
  const { config, items, evaluation, paid, poolItems } = task;
  const { metric } = config.agent;
  if (paid < 1 || evaluation.count < FEWEST_RANDOM_ITEMS) return undefined;
  const { targets, classCount } = items;
  const from = task.control === undefined ? 'holdout' : 'control-run';
  const points = task.control
    ? pointsOf(task.control, metric)
    : await task.learner.randomCurve(items);
  const reached = reachedValue(evaluation, metric);
  const { p10, p50, p90, atMost, probabilitySaved } = labelsSaved(
    points,
    { ...reached, labels: paid, atMost: Math.max(poolItems, paid) },
    {
      classCount,
      metric,
      holdout: targets.length,
      majorityRate: Math.min(0.99, skewOf(Array.from(targets), classCount).majorityShare),
    },
  );
  const found = {
    metric,
    value: reached.value,
    labels: paid,
    p10: p10 ?? null,
    p50: p50 ?? null,
    p90: p90 ?? null,
    atMost: atMost - paid,
    probabilitySaved,
    randomFrom: from,
    randomPoints: points.map((point) => ({
      labels: point.labels,
      value: point.value,
      ...pointInterval(point, targets.length),
    })),
  } as const;
  return { text: savedSentence(found), ...found };
}

function pointsOf({ points }: RandomControl, metric: Metric): readonly CurvePoint[] {
  return points.map(({ labels, accuracy, macroF1 }) => ({
    labels,
    value: metric === 'accuracy' ? accuracy : (macroF1?.value ?? accuracy),
  }));
}

function reachedValue(
  evaluation: Evaluation,
  metric: Metric,
): { value: number; standardError: number } {
  const { accuracy, macroF1, count } = evaluation;
  if (metric === 'accuracy') return { value: accuracy, standardError: shareError(accuracy, count) };
  const { standardError } = macroF1Error(evaluation, { random: seededRandom(0) });
  return { value: macroF1, standardError };
}
