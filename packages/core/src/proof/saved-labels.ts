import { normalCdf } from '../agent/normal.js';
import type { CurveFit } from '../predictor/fit-curve.js';
import type { ArmComparison } from './compare-arms.js';
import type { RacedPoint } from './raced-arm.js';

/** Labels that random picks would take beyond the budget, to be as good as the champion with it. */
export interface ProofSavings {
  /** Labels bought in all. */
  readonly labels: number;
  /**
   * Quantiles of the labels saved, below 0 where random picks would do with fewer; null where they
   * are more than `atMost`.
   */
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly atMost: number;
  /** Probability that the champion was better than random picks in the race, in [0, 1]. */
  readonly probabilityBetter: number;
}

/** Random picks are followed up to so many times the labels. */
const FARTHEST = 10;
/** Standard normal quantile of 0.9. */
const Z90 = 1.2816;
/** Halvings of the range of ln(ratio): to a thousandth. */
const STEPS = 14;

/**
 * Reads off the curve of random picks how many times the labels they need for the champion's
 * advantage, and takes the same ratio at the budget. (Two curves fitted apart and extrapolated
 * apart would say more about their fits than about the savings.)
 *
 * @param randomCurve fitted to the points of the random arm.
 * @param rounds points of the champion that the advantage was measured on.
 * @param budgetLabels labels bought in all, at least 1.
 */
export function savedLabels(
  randomCurve: CurveFit,
  { advantage, rounds }: { advantage: ArmComparison; rounds: readonly RacedPoint[] },
  budgetLabels: number,
): ProofSavings {
  const { difference, standardError, z } = advantage;
  const valueAt = (labels: number) => randomCurve.forecast(Math.max(1, Math.round(labels))).p50;
  const riseWith = (ratio: number) =>
    rounds.reduce((sum, { labels }) => sum + valueAt(labels * ratio) - valueAt(labels), 0) /
    rounds.length;
  const savedFor = (rise: number) => {
    const ratio = ratioFor(rise, riseWith);
    return ratio === undefined ? null : Math.round(budgetLabels * (ratio - 1));
  };
  return {
    labels: budgetLabels,
    p10: savedFor(difference - Z90 * standardError),
    p50: savedFor(difference),
    p90: savedFor(difference + Z90 * standardError),
    atMost: budgetLabels * (FARTHEST - 1),
    probabilityBetter: normalCdf(z),
  };
}

/** The ratio of labels that brings a rise; undefined beyond the farthest. */
function ratioFor(rise: number, riseWith: (ratio: number) => number): number | undefined {
  if (riseWith(FARTHEST) < rise) return undefined;
  let [low, high] = [-Math.log(FARTHEST), Math.log(FARTHEST)];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (riseWith(Math.exp(middle)) < rise) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
