import { valueOf } from '../arm-curve.js';
import type { AgentState } from '../agent-state.js';
import { nextStep, racingArms } from '../spending.js';
import type { Mode } from './mode.js';

/**
 * A race on data that is labelled already (proof of concept): labels cost nothing, so no arm is
 * dropped, and all run to the end of the labels. The arms should hold `random`, as the control.
 */
export const replay: Mode = Object.freeze({
  begin: (state: AgentState): AgentState => ({ ...state, exploring: state.arms.length > 1 }),

  plan(state: AgentState): AgentState {
    const steps = racingArms(state)
      .map((arm) => ({ arm: arm.id, count: nextStep(state, arm) }))
      .filter(({ count }) => count > 0);
    return { ...state, steps };
  },

  conclude(state: AgentState): AgentState {
    const means = racingArms(state).map(({ id, points }) => ({
      id,
      mean: points.reduce((sum, point) => sum + (valueOf(point, state) ?? 0), 0) / points.length,
    }));
    const best = means.reduce((lead, one) => (one.mean > lead.mean ? one : lead));
    return { ...state, champion: best.id };
  },
});
