import { nextBatchSize } from '../simulation/schedule.js';
import type { AgentState, Arm, LedgerEntry } from './agent-state.js';

/** Labels paid so far, the bought holdout included. */
export function spentLabels(state: AgentState): number {
  const { settings, arms, ledger, holdout } = state;
  const shared = ledger.filter(({ arm }) => arm === 'cold-start').length;
  switch (settings.mode) {
    case 'auto':
    case 'compare':
      return holdout.rows.length + ledger.length;
    case 'paper':
      // As published: every arm pays for its own labels, those of others too.
      return (
        holdout.rows.length +
        shared +
        arms.reduce((sum, { rows }) => sum + Math.max(0, rows.length - shared), 0)
      );
    case 'replay':
      // What one live project would have paid: the labels are there already.
      return holdout.rows.length + Math.max(shared, ...arms.map(({ rows }) => rows.length));
  }
}

/** Labels that can still be paid. */
export function remainingLabels(state: AgentState): number {
  return Math.max(0, state.settings.budgetLabels - spentLabels(state));
}

/** Items that an arm can still choose from. */
export function openItems(state: AgentState, arm: Arm): number {
  return state.settings.poolSize - new Set(takenRows(state, arm.id)).size;
}

/** Rows that may not be chosen for an arm: its own, the holdout with its twins, and what nobody could label. */
export function takenRows(state: AgentState, armId: string): readonly number[] {
  const { rows } = armOf(state, armId);
  return [...measuredRows(state), ...state.unusable, ...rows];
}

/** Rows of the holdout and their twins. */
export function measuredRows({ holdout }: AgentState): readonly number[] {
  return [...holdout.rows, ...(holdout.twins ?? [])];
}

/**
 * Labels that exploration may cost beyond the cold start: a share of what the budget leaves, once
 * more for every arm that a person brought back.
 */
export function explorationAllowance(state: AgentState, share: number): number {
  const { settings, holdout, ledger } = state;
  const shared = ledger.filter(({ arm }) => arm === 'cold-start').length;
  const rest = settings.budgetLabels - holdout.rows.length - shared;
  return Math.floor((1 + state.revivals) * share * rest);
}

/** The batch by which an arm grows next, within the budget and its pool; 0 when there is nothing. */
export function nextStep(state: AgentState, arm: Arm): number {
  const labels = arm.rows.length;
  const room = Math.min(remainingLabels(state), openItems(state, arm));
  return nextBatchSize({ batch: state.settings.batch, budget: labels + room }, labels);
}

/** Entries of the ledger that an arm was the first to ask for. */
export function boughtBy(state: AgentState, armId: string): readonly LedgerEntry[] {
  return state.ledger.filter(({ arm }) => arm === armId);
}

/** The arm with an id; the state holds every arm that it names. */
export function armOf(state: AgentState, armId: string): Arm {
  return state.arms.find(({ id }) => id === armId)!;
}

/** Arms still in the race. */
export function racingArms(state: AgentState): readonly Arm[] {
  return state.arms.filter(({ status }) => status === 'racing');
}
