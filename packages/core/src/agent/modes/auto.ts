import type { AgentState, Arm } from '../agent-state.js';
import { makeDecision } from '../make-decision.js';
import { normalCdf } from '../normal.js';
import { pairedTest, type PairedTest } from '../paired-test.js';
import { dropArm, endExploration } from '../race.js';
import { skewOf } from '../skew.js';
import {
  armOf,
  boughtBy,
  explorationAllowance,
  nextStep,
  racingArms,
  remainingLabels,
} from '../spending.js';
import type { Mode } from './mode.js';

/** Share of the budget beyond the cold start that the challenger may cost. */
const EXPLORATION_SHARE = 0.1;
/** Rounds that a test is averaged over. */
const TEST_ROUNDS = 2;
/** One-sided 5 %: how sure it must be that an arm is better before it counts. */
const SURE = 1.64;

/**
 * A champion with the prior that it is right, and one challenger at a tenth of the budget.
 *
 * The arms of the settings are champion, challenger and, where there is a third, the challenger for
 * skewed classes. Challenger and champion grow to the same number of labels, and the champion
 * changes only where a paired test on the same holdout items says so.
 */
export const auto: Mode = Object.freeze({
  begin(state: AgentState): AgentState {
    const [champion, usual, classAware] = state.arms;
    const { targets } = state.holdout;
    if (targets.length === 0 || usual === undefined)
      return endExploration(only(state, [champion!]));
    const { skewed } = skewOf(targets, state.settings.classCount);
    const challenger = skewed && classAware !== undefined ? classAware : usual;
    return { ...only(state, [champion!, challenger]), exploring: true };
  },

  plan(state: AgentState): AgentState {
    const champion = armOf(state, state.champion);
    const count = nextStep(state, champion);
    if (count === 0) return { ...state, steps: [] };
    const steps = [{ arm: champion.id, count }];
    const challenger = challengerOf(state);
    if (!state.exploring || challenger === undefined) return { ...state, steps };
    const needed = champion.rows.length + count - challenger.rows.length;
    const paid = boughtBy(state, challenger.id).length + needed;
    const affordable =
      paid <= explorationAllowance(state, EXPLORATION_SHARE) &&
      count + needed <= remainingLabels(state);
    if (affordable && needed > 0) {
      return { ...state, steps: [...steps, { arm: challenger.id, count: needed }] };
    }
    const ended = drop(state, challenger, {
      reason: 'exploration-spent',
      text: `${challenger.id} did not prove better than ${champion.id} within the labels set aside for trying it.`,
      test: testOf(state, challenger),
    });
    return auto.plan(ended);
  },

  conclude(state: AgentState): AgentState {
    const challenger = challengerOf(state);
    if (!state.exploring || challenger === undefined) return state;
    const test = testOf(state, challenger);
    if (test === undefined || Math.abs(test.z) < SURE) return state;
    if (test.z < 0) {
      return drop(state, challenger, {
        reason: 'paired-test',
        text: `${challenger.id} is worse than ${state.champion} on the same holdout items.`,
        test,
      });
    }
    const beaten = state.champion;
    const promoted = makeDecision(
      { ...state, champion: challenger.id },
      {
        kind: 'promote',
        arm: challenger.id,
        reason: 'paired-test',
        text: `${challenger.id} is better than ${beaten} on the same holdout items, and takes over.`,
        evidence: evidenceOf(test),
        probabilityWrong: 1 - normalCdf(test.z),
      },
    );
    return endExploration(dropArm(promoted, beaten, { reason: `beaten by ${challenger.id}` }));
  },
});

function only(state: AgentState, arms: readonly Arm[]): AgentState {
  return { ...state, arms };
}

function challengerOf(state: AgentState): Arm | undefined {
  return racingArms(state).find(({ id }) => id !== state.champion);
}

function testOf(state: AgentState, challenger: Arm): PairedTest | undefined {
  const { holdout, settings } = state;
  const { targets } = holdout;
  // Judged by classes where they are skewed: accuracy would not see the rare ones.
  const { skewed } = skewOf(targets, settings.classCount);
  const metric = skewed ? 'macro-f1' : settings.metric;
  const champion = armOf(state, state.champion);
  return pairedTest({ challenger, champion }, { metric, targets, rounds: TEST_ROUNDS });
}

function drop(
  state: AgentState,
  challenger: Arm,
  { reason, text, test }: { reason: string; text: string; test: PairedTest | undefined },
): AgentState {
  const decided = makeDecision(state, {
    kind: 'drop',
    arm: challenger.id,
    reason,
    text,
    evidence: test === undefined ? { rounds: 0 } : evidenceOf(test),
    probabilityWrong: test === undefined ? null : normalCdf(test.z),
  });
  return endExploration(dropArm(decided, challenger.id, { reason }));
}

function evidenceOf(test: PairedTest): Readonly<Record<string, number>> {
  return { difference: test.difference, z: test.z, rounds: test.rounds };
}
