import type { DeliveredModel } from '@alaas/contracts';

import type { RoundsOutcome } from '../rounds/run-rounds.js';

/**
 * How good the model is that a run delivers; undefined where nothing was measured.
 *
 * @param hasTest whether there are test items: they measure the delivered model itself. A holdout that
 *   was bought is in its training set, so that the figures of the leader stand for it.
 */
export function deliveredModel(
  { agent, curve, last }: RoundsOutcome,
  hasTest: boolean,
): DeliveredModel | undefined {
  const point = curve.at(-1);
  if (point === undefined || last?.evaluation === undefined) return undefined;
  const { accuracy, low, high, macroF1 } = point;
  return {
    labels: last.labels,
    ...(macroF1 !== undefined && agent?.settings.metric === 'macro-f1'
      ? { metric: 'macro-f1', ...macroF1 }
      : { metric: 'accuracy', value: accuracy, low, high }),
    measured: hasTest ? 'itself' : 'before-holdout',
  };
}
