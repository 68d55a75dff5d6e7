import { percent } from '../in-words.js';
import type { StopRule } from './stop-rule.js';

/** How sure it must be that the target is met. */
const SURE = 0.9;

/**
 * The 90 % lower bound of the curve at the present number of labels is at the target: the curve
 * rests on all points together, so that one lucky measurement does not stop a project.
 */
export const targetReached: StopRule = Object.freeze({
  id: 'target-reached',
  force: 'may',
  judge({ state, curve, labels }) {
    const { target } = state.settings;
    if (target === null || curve?.shape.kind !== 'ok') return undefined;
    const probability = curve.probabilityAtLeast(target, labels);
    if (probability < SURE) return undefined;
    const now = curve.forecast(labels);
    return {
      text: `The target of ${percent(target)} is reached: ${percent(now.p50)}, at least ${percent(now.p10)} with 90 % probability.`,
      evidence: { target, p10: now.p10, p50: now.p50, p90: now.p90, probability },
      probabilityWrong: 1 - probability,
    };
  },
} satisfies StopRule);
