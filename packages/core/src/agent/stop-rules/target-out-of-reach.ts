import { percent } from '../in-words.js';
import type { StopRule } from './stop-rule.js';

/** How sure it must be that the budget does not suffice. */
const SURE = 0.95;
/** Fewer points do not show how a curve bends; the prior alone decides nothing. */
const FEWEST_POINTS = 4;

/** The target will not be reached within the budget; whether to go on is for a person to say. */
export const targetOutOfReach: StopRule = Object.freeze({
  id: 'target-out-of-reach',
  force: 'person',
  judge({ state, curve, endLabels }) {
    const { target } = state.settings;
    if (target === null || curve?.shape.kind !== 'ok') return undefined;
    if (curve.points.length < FEWEST_POINTS) return undefined;
    const probability = 1 - curve.probabilityAtLeast(target, endLabels);
    if (probability < SURE) return undefined;
    const end = curve.forecast(endLabels);
    return {
      text: `The target of ${percent(target)} is out of reach of this budget with ${Math.floor(100 * probability)} % probability: ${percent(end.p50)} expected, ${percent(end.p90)} at best.`,
      evidence: { target, p10: end.p10, p50: end.p50, p90: end.p90, probability },
      probabilityWrong: 1 - probability,
    };
  },
} satisfies StopRule);
