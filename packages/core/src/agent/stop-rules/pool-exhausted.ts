import { openItems, racingArms } from '../spending.js';
import type { StopRule } from './stop-rule.js';

/** No arm has an item left to ask for. */
export const poolExhausted: StopRule = Object.freeze({
  id: 'pool-exhausted',
  force: 'must',
  judge({ state }) {
    if (racingArms(state).some((arm) => openItems(state, arm) > 0)) return undefined;
    return {
      text: 'Every item of the pool that can be labelled is labelled.',
      evidence: { poolSize: state.settings.poolSize },
      probabilityWrong: 0,
    };
  },
} satisfies StopRule);
