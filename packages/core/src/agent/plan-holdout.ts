import type { HoldoutPlan } from './agent-settings.js';

/** Smaller budgets cannot spare labels that nothing is learned from. */
const SMALLEST_BUDGET = 400;
const SHARE = 0.12;
/** More items make intervals hardly narrower. */
const MOST_ITEMS = 200;

/** The holdout that is bought where none is given: min(200, 12 %) of a budget of 400 or more. */
export function planHoldout(budgetLabels: number): HoldoutPlan {
  if (budgetLabels < SMALLEST_BUDGET) return { kind: 'none' };
  return { kind: 'bought', items: Math.min(MOST_ITEMS, Math.round(SHARE * budgetLabels)) };
}
