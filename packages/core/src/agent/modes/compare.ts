import { percent } from '../in-words.js';
import type { AgentState, Arm } from '../agent-state.js';
import { curveOf, valueOf } from '../arm-curve.js';
import { makeDecision } from '../make-decision.js';
import { normalCdf } from '../normal.js';
import { pairedTest } from '../paired-test.js';
import { dropArm, endExploration } from '../race.js';
import { armOf, explorationAllowance, nextStep, racingArms, remainingLabels } from '../spending.js';
import type { Mode } from './mode.js';

/** Share of the budget beyond the cold start that all rungs together may cost. */
const EXPLORATION_SHARE = 0.25;
/** A forecast from fewer points says less than the last values. */
const FEWEST_POINTS = 4;

/**
 * Successive halving (Jamieson and Talwalkar 2016) on one ledger: arms grow together, and at the end
 * of each rung the worse half is dropped, by forecast for the end of the budget. The winner goes on
 * with every label bought.
 */
export const compare: Mode = Object.freeze({
  begin(state: AgentState): AgentState {
    if (state.arms.length === 1 || state.holdout.targets.length > 0) {
      return endExploration({ ...state, exploring: state.arms.length > 1 });
    }
    const [first, ...others] = state.arms;
    const decided = makeDecision(state, {
      kind: 'no-comparison',
      arm: first!.id,
      reason: 'no-holdout',
      text: `Without a holdout nothing tells arms apart, so only ${first!.id} runs. Give a holdout, or a budget of 400 labels or more.`,
      evidence: { arms: others.length + 1 },
      probabilityWrong: null,
    });
    const dropped = others.reduce(
      (last, { id }) => dropArm(last, id, { reason: 'no-holdout' }),
      decided,
    );
    return endExploration(dropped);
  },

  plan(state: AgentState): AgentState {
    if (!state.exploring) {
      const count = nextStep(state, armOf(state, state.champion));
      return { ...state, steps: count === 0 ? [] : [{ arm: state.champion, count }] };
    }
    const racing = racingArms(state);
    const count = jointStep(state, racing);
    if (count === 0) return { ...state, steps: [] };
    return { ...state, steps: racing.map(({ id }) => ({ arm: id, count })) };
  },

  conclude(state: AgentState): AgentState {
    if (!state.exploring) return state;
    const ranked = rank(state, racingArms(state));
    const led = { ...state, champion: ranked[0]!.arm.id };
    const wanted = nextStep(led, armOf(led, led.champion));
    if (wanted > 0 && wanted * ranked.length <= rungAllowance(led)) return led;
    return endExploration(dropWorseHalf({ ...led, rung: led.rung + 1 }, ranked));
  },
});

/** The step that all racing arms can take together; one label at least, while labels remain. */
function jointStep(state: AgentState, racing: readonly Arm[]): number {
  const wanted = Math.min(...racing.map((arm) => nextStep(state, arm)));
  const affordable = Math.floor(rungAllowance(state) / racing.length);
  const possible = Math.floor(remainingLabels(state) / racing.length);
  return Math.min(wanted, possible, Math.max(1, affordable));
}

/** What the present rung may still cost: rungs share the allowance evenly. */
function rungAllowance(state: AgentState): number {
  const rungs = Math.max(1, Math.ceil(Math.log2(state.arms.length)));
  const allowance = explorationAllowance(state, EXPLORATION_SHARE);
  const spent = state.ledger.filter(({ arm }) => arm !== 'cold-start').length;
  return Math.floor((allowance * Math.min(rungs, state.rung + 1)) / rungs) - spent;
}

interface RankedArm {
  readonly arm: Arm;
  readonly expected: number;
}

/** Best first; the order of the settings decides ties. */
function rank(state: AgentState, racing: readonly Arm[]): readonly RankedArm[] {
  const ranked = racing.map((arm) => ({ arm, expected: expectedValue(state, arm) }));
  return ranked.sort((a, b) => b.expected - a.expected);
}

/** The forecast for the end of the budget, or the mean of the last two values. */
function expectedValue(state: AgentState, arm: Arm): number {
  const curve = arm.points.length < FEWEST_POINTS ? undefined : curveOf(state, arm);
  if (curve?.shape.kind === 'ok') {
    return curve.forecast(arm.rows.length + remainingLabels(state)).p50;
  }
  const values = arm.points.slice(-2).map((point) => valueOf(point, state) ?? 0);
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function dropWorseHalf(state: AgentState, ranked: readonly RankedArm[]): AgentState {
  const kept = Math.ceil(ranked.length / 2);
  const best = ranked[0]!;
  return ranked.slice(kept).reduce((last, { arm, expected }) => {
    const test = pairedTest(
      { challenger: arm, champion: best.arm },
      { metric: state.settings.metric, targets: state.holdout.targets, rounds: 1 },
    );
    const decided = makeDecision(last, {
      kind: 'drop',
      arm: arm.id,
      reason: 'successive-halving',
      text: `${arm.id} is in the worse half of rung ${state.rung}: ${percent(expected)} expected, ${percent(best.expected)} for ${best.arm.id}.`,
      evidence: {
        rung: state.rung,
        expected,
        expectedOfBest: best.expected,
        z: test?.z ?? null,
      },
      probabilityWrong: test === undefined ? null : normalCdf(test.z),
    });
    return dropArm(decided, arm.id, { reason: 'successive-halving' });
  }, state);
}
