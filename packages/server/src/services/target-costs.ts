import { labellingCost, type LabellingCost, type LabelRates, type LabelsNeeded } from '@alaas/core';

/** What the labels to a target cost, by their quantiles; null where the target is not reached. */
export interface TargetCosts {
  readonly p10: LabellingCost | null;
  readonly p50: LabellingCost | null;
  readonly p90: LabellingCost | null;
}

/**
 * Prices the labels to a target.
 *
 * @param there labels that are there already and cost nothing more.
 * @throws CodedError as `labellingCost`.
 */
export function targetCosts(needed: LabelsNeeded, rates: LabelRates, there = 0): TargetCosts {
  const cost = (labels: number | undefined) =>
    labels === undefined ? null : labellingCost(Math.max(0, labels - there), rates);
  return { p10: cost(needed.p10), p50: cost(needed.p50), p90: cost(needed.p90) };
}
