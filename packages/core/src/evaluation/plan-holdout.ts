import { CodedError } from '../errors.js';

/** Where the honest figures of a project come from. */
export type HoldoutPlan =
  /** Items with labels that the user gave for this alone. */
  | { readonly kind: 'given'; readonly items: number }
  /** Drawn at random from the pool, bought out of the budget, never trained on until delivery. */
  | { readonly kind: 'bought'; readonly items: number }
  /** The budget is too small: there is only the model's opinion, and stops are on budget alone. */
  | { readonly kind: 'none'; readonly smallestBudget: number };

/** From this budget on, a holdout is worth its labels. */
const SMALLEST_BUDGET = 400;
const MOST_ITEMS = 200;
const SHARE = 0.12;

/**
 * Whether a holdout is taken as given, bought, or left out.
 *
 * @param options.budget labels that may be bought in all, a whole number from 0.
 * @param options.given labelled items set apart by the user. Default 0.
 * @throws CodedError `INPUT_SHAPE` for counts that are none.
 */
export function planHoldout(options: { budget: number; given?: number }): HoldoutPlan {
  const { budget, given = 0 } = options;
  for (const [field, value] of Object.entries({ budget, given })) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new CodedError('INPUT_SHAPE', `${field} must be a whole number from 0, not ${value}.`, {
      field,
      value,
    });
  }
  if (given > 0) return { kind: 'given', items: given };
  if (budget < SMALLEST_BUDGET) return { kind: 'none', smallestBudget: SMALLEST_BUDGET };
  return { kind: 'bought', items: Math.min(MOST_ITEMS, Math.floor(SHARE * budget)) };
}
