import type { AgentState } from './agent-state.js';
import type { Decision } from './decision.js';
import { armOf, nextStep, spentLabels } from './spending.js';

/** What a rule says of a decision; the rest follows from the state. */
export type DecisionDraft = Pick<
  Decision,
  'kind' | 'arm' | 'reason' | 'text' | 'evidence' | 'probabilityWrong'
> &
  Partial<Pick<Decision, 'status' | 'priceOfWaitingLabels'>>;

/** The state with one more decision; carried out unless the draft says otherwise. */
export function makeDecision(state: AgentState, draft: DecisionDraft): AgentState {
  const decision: Decision = {
    id: state.decisions.length,
    round: state.round,
    spent: spentLabels(state),
    status: 'taken',
    priceOfWaitingLabels: nextStep(state, armOf(state, state.champion)),
    ...draft,
  };
  return { ...state, decisions: [...state.decisions, decision] };
}

/** The state with the status of one decision changed. */
export function settleDecision(
  state: AgentState,
  id: number,
  status: Decision['status'],
): AgentState {
  const decisions = state.decisions.map((one) => (one.id === id ? { ...one, status } : one));
  return { ...state, decisions };
}
