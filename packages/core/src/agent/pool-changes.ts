import { CodedError } from '../errors.js';
import type { AgentState } from './agent-state.js';

/** What becomes of the pool of an agent while it works. */
export type PoolChange =
  /** Items were added to the end of the pool, at least 1. */
  | { readonly kind: 'grow'; readonly items: number }
  /** Labels that were there before: they cost nothing, and every arm learns from them. */
  | { readonly kind: 'give'; readonly labels: readonly GivenLabel[] };

/** A label that nobody has to be asked for. */
export interface GivenLabel {
  readonly row: number;
  /** Class index. */
  readonly target: number;
}

/**
 * Tells an agent of a change of its pool. What it waits for stays the same.
 *
 * @throws CodedError `AGENT_SETTING_INVALID`, `AGENT_DECISION_SETTLED` for labels that come after the
 *   model was delivered.
 */
export function changePool(state: AgentState, change: PoolChange): AgentState {
  switch (change.kind) {
    case 'grow':
      return grow(state, change.items);
    case 'give':
      return give(state, change.labels);
  }
}

function grow(state: AgentState, items: number): AgentState {
  const { settings } = state;
  if (Number.isInteger(items) && items >= 1) {
    return { ...state, settings: { ...settings, poolSize: settings.poolSize + items } };
  }
  throw new CodedError(
    'AGENT_SETTING_INVALID',
    `items must be a whole number from 1 on, not ${items}.`,
    { field: 'items', value: items },
  );
}

/** Items that were paid for, that are measured on, or that people have before them stay as they are. */
function give(state: AgentState, labels: readonly GivenLabel[]): AgentState {
  const { settings, ledger, holdout, unusable, pending, round } = state;
  if (pending.kind === 'deliver') {
    throw new CodedError(
      'AGENT_DECISION_SETTLED',
      'It is too late for more labels: the model is delivered.',
      { field: 'labels', value: labels.length },
    );
  }
  const asked = pending.kind === 'label' ? pending.rows : [];
  const taken = new Set([...ledger.map(({ row }) => row), ...holdout.rows, ...unusable, ...asked]);
  const given = labels.filter(({ row }) => !taken.has(row));
  const rows = given.map(({ row }) => row);
  const budgetLabels = Math.min(settings.poolSize, settings.budgetLabels + rows.length);
  return {
    ...state,
    settings: { ...settings, budgetLabels },
    // All arms share them, as they share the cold start.
    ledger: [...ledger, ...given.map((label) => ({ ...label, arm: 'cold-start', round }))],
    arms: state.arms.map((arm) =>
      arm.status === 'racing' ? { ...arm, rows: [...arm.rows, ...rows] } : arm,
    ),
  };
}
