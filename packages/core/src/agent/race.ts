import type { AgentState, Arm } from './agent-state.js';
import { armOf, racingArms } from './spending.js';

/** The state with one arm changed. */
export function changeArm(state: AgentState, armId: string, change: Partial<Arm>): AgentState {
  const arms = state.arms.map((arm) => (arm.id === armId ? { ...arm, ...change } : arm));
  return { ...state, arms };
}

/** Takes an arm out of the race; its labels stay in the ledger. */
export function dropArm(
  state: AgentState,
  armId: string,
  { status = 'dropped', reason }: { status?: 'dropped' | 'failed'; reason: string },
): AgentState {
  return changeArm(state, armId, {
    status,
    reason,
    droppedAt: armOf(state, armId).rows.length,
  });
}

/** Brings an arm back into the race, from every label that was paid for, as the others have it. */
export function bringBack(state: AgentState, armId: string): AgentState {
  const rows = [...armOf(state, armId).rows, ...state.ledger.map(({ row }) => row)];
  return changeArm(state, armId, {
    status: 'racing',
    droppedAt: null,
    reason: null,
    rows: [...new Set(rows)],
  });
}

/**
 * Where one arm is left, it goes on alone with every label that was paid for: those that others
 * asked for too.
 */
export function endExploration(state: AgentState): AgentState {
  const [winner, second] = racingArms(state);
  if (winner === undefined || second !== undefined) return state;
  const own = new Set(winner.rows);
  const others = state.ledger.filter(({ row }) => !own.has(row)).map(({ row }) => row);
  const joined = changeArm(state, winner.id, { rows: [...winner.rows, ...others] });
  return { ...joined, champion: winner.id, exploring: false };
}
