import { CodedError } from '../errors.js';
import type { AgentState } from './agent-state.js';
import { deliver, goOn, mute } from './controller.js';
import type { Decision } from './decision.js';
import { settleDecision } from './make-decision.js';
import { bringBack } from './race.js';
import { armOf } from './spending.js';

/** What a person can do to a run. */
export type Intervention =
  /** Agrees to a stop that waits for approval. */
  | { readonly kind: 'approve'; readonly decision: number }
  /** Refuses a stop, or undoes the dropping of an arm. */
  | { readonly kind: 'veto'; readonly decision: number }
  /** Puts a stop off by so many labels of the champion, at least 1. */
  | { readonly kind: 'postpone'; readonly decision: number; readonly labels: number }
  /** Brings a dropped arm back into the race. */
  | { readonly kind: 'revive'; readonly arm: string }
  /** Adds labels to the budget, at least 1. */
  | { readonly kind: 'extend'; readonly labels: number };

/**
 * Carries out what a person wants.
 *
 * @throws CodedError `AGENT_DECISION_UNKNOWN`, `AGENT_DECISION_SETTLED` (the veto comes too late),
 *   `AGENT_ARM_UNKNOWN`, `AGENT_SETTING_INVALID`.
 */
export function intervene(state: AgentState, intervention: Intervention): AgentState {
  switch (intervention.kind) {
    case 'approve': {
      const decision = askedDecision(state, intervention.decision);
      return deliver(settleDecision(state, decision.id, 'approved'));
    }
    case 'veto':
      return veto(state, intervention.decision);
    case 'postpone': {
      const decision = askedDecision(state, intervention.decision);
      const labels = wholeLabels('labels', intervention.labels);
      const until = armOf(state, state.champion).rows.length + labels;
      return goOn(mute(settleDecision(state, decision.id, 'postponed'), decision.reason, until));
    }
    case 'revive':
      return revive(state, intervention.arm);
    case 'extend':
      return extend(state, wholeLabels('labels', intervention.labels));
  }
}

function veto(state: AgentState, id: number): AgentState {
  const decision = decisionOf(state, id);
  if (decision.kind === 'drop' && decision.status === 'taken') {
    return revive(settleDecision(state, id, 'reverted'), decision.arm);
  }
  askedDecision(state, id);
  return goOn(mute(settleDecision(state, id, 'vetoed'), decision.reason, Infinity));
}

function revive(state: AgentState, armId: string): AgentState {
  const arm = state.arms.find(({ id }) => id === armId);
  if (arm === undefined || arm.status === 'racing') {
    throw new CodedError('AGENT_ARM_UNKNOWN', `There is no dropped arm "${armId}".`, {
      field: 'arm',
      value: armId,
      remedy: `Dropped arms: ${dropped(state).join(', ') || 'none'}.`,
    });
  }
  if (state.pending.kind === 'deliver') {
    throw tooLate('arm', armId, `The arm "${armId}" comes back too late: ${deliveredWords(state)}`);
  }
  const raced = bringBack(state, armId);
  return { ...raced, exploring: true, revivals: state.revivals + 1 };
}

function extend(state: AgentState, labels: number): AgentState {
  const { settings } = state;
  const budgetLabels = Math.min(settings.poolSize, settings.budgetLabels + labels);
  const extended = { ...state, settings: { ...settings, budgetLabels } };
  return state.pending.kind === 'deliver' ? goOn(extended) : extended;
}

function decisionOf(state: AgentState, id: number): Decision {
  const decision = state.decisions[id];
  if (decision !== undefined) return decision;
  throw new CodedError('AGENT_DECISION_UNKNOWN', `There is no decision ${id}.`, {
    field: 'decision',
    value: id,
  });
}

function askedDecision(state: AgentState, id: number): Decision {
  const decision = decisionOf(state, id);
  const { pending } = state;
  if (pending.kind === 'ask' && pending.decision === id) return decision;
  throw tooLate('decision', id, `It is too late for decision ${id}: ${fateOf(decision, state)}`);
}

/** What became of a decision that is not open any more. */
function fateOf(decision: Decision, state: AgentState): string {
  const { kind, status, arm, spent } = decision;
  const at = `after ${spent} labels`;
  switch (status) {
    case 'taken':
      if (kind === 'stop')
        return `it was carried out ${at} without asking; ${deliveredWords(state)}`;
      return `it was carried out ${at} without asking${kind === 'drop' ? `, and ${arm} can only be brought back` : ''}.`;
    case 'asked':
      return `nobody was there to be asked ${at}, and the work went on.`;
    case 'approved':
      return `it was approved; ${deliveredWords(state)}`;
    case 'vetoed':
      return 'it was vetoed, and the work went on.';
    case 'postponed':
      return 'it was postponed, and the work went on.';
    case 'reverted':
      return `${arm} was brought back already.`;
    case 'continued-on-purpose':
      return 'it was not carried out, to measure whether it would have been wrong.';
  }
}

function deliveredWords({ pending }: AgentState): string {
  return pending.kind === 'deliver' ? 'the model is delivered.' : 'the work went on.';
}

function tooLate(field: string, value: unknown, message: string): CodedError {
  return new CodedError('AGENT_DECISION_SETTLED', message, { field, value });
}

function dropped(state: AgentState): readonly string[] {
  return state.arms.filter(({ status }) => status !== 'racing').map(({ id }) => id);
}

function wholeLabels(field: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new CodedError(
    'AGENT_SETTING_INVALID',
    `${field} must be a whole number from 1 on, not ${value}.`,
    {
      field,
      value,
    },
  );
}
