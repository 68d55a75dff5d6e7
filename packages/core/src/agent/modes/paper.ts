import { curveOf, valueOf } from '../arm-curve.js';
import type { AgentState, Arm } from '../agent-state.js';
import { makeDecision } from '../make-decision.js';
import { dropArm } from '../race.js';
import { nextStep, racingArms, remainingLabels } from '../spending.js';
import type { Mode } from './mode.js';

/** A negative exponential has three parameters; fewer points do not determine it. */
const FEWEST_POINTS = 3;

/**
 * PSHEA as published (arXiv 2207.09109v2, algorithm 1), for reproduction and comparison: every arm
 * pays for its own labels, is forecast by a negative exponential, and each round the arm with the
 * lowest forecast is dropped. The winner's own model is delivered. Known to cost more than it
 * brings; `auto` is the mode to use.
 */
export const paper: Mode = Object.freeze({
  begin: (state: AgentState): AgentState => ({ ...state, exploring: state.arms.length > 1 }),

  plan(state: AgentState): AgentState {
    const racing = racingArms(state);
    const share = Math.floor(remainingLabels(state) / racing.length);
    const steps = racing
      .map((arm) => ({ arm: arm.id, count: Math.min(nextStep(state, arm), share) }))
      .filter(({ count }) => count > 0);
    return { ...state, steps };
  },

  conclude(state: AgentState): AgentState {
    const racing = racingArms(state);
    const ranked = racing
      .map((arm) => ({ arm, expected: expectedValue(state, arm) }))
      .sort((a, b) => b.expected - a.expected);
    const led = { ...state, champion: ranked[0]!.arm.id };
    // The cold start is the same for all, and two points bend no curve.
    if (racing.length === 1 || led.arms[0]!.points.length < 2) return led;
    const { arm: worst, expected } = ranked.at(-1)!;
    const decided = makeDecision(led, {
      kind: 'drop',
      arm: worst.id,
      reason: 'lowest-forecast',
      text: `${worst.id} has the lowest forecast for the end of the budget.`,
      evidence: { rung: led.rung, expected, expectedOfBest: ranked[0]!.expected },
      probabilityWrong: null,
    });
    const dropped = dropArm(decided, worst.id, { reason: 'lowest-forecast' });
    return { ...dropped, rung: led.rung + 1, exploring: racing.length > 2 };
  },
});

function expectedValue(state: AgentState, arm: Arm): number {
  const last = valueOf(arm.points.at(-1)!, state) ?? 0;
  if (arm.points.length < FEWEST_POINTS) return last;
  const curve = curveOf(state, arm, ['exponential']);
  const p50 = curve?.forecast(arm.rows.length + remainingLabels(state)).p50;
  return p50 ?? last;
}
