import { remainingLabels } from '../spending.js';
import type { StopRule } from './stop-rule.js';

/** Every label of the budget is bought. */
export const budgetSpent: StopRule = Object.freeze({
  id: 'budget-spent',
  force: 'must',
  judge({ state }) {
    if (remainingLabels(state) > 0) return undefined;
    return {
      text: `The budget of ${state.settings.budgetLabels} labels is spent.`,
      evidence: { budget: state.settings.budgetLabels },
      probabilityWrong: 0,
    };
  },
} satisfies StopRule);
