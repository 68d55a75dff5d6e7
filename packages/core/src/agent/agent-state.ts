import type { AgentAction } from './agent-messages.js';
import type { AgentSettings } from './agent-settings.js';
import type { Decision } from './decision.js';

/**
 * All that an agent knows, as plain data: written as JSON and read again, it goes on to the same
 * result. Items are rows of the pool.
 */
export interface AgentState {
  readonly settings: AgentSettings;
  /** In the order of the settings. */
  readonly arms: readonly Arm[];
  /** Id of the arm that would be delivered now. */
  readonly champion: string;
  /** Every label bought, once, in the order of arrival; the holdout is apart. */
  readonly ledger: readonly LedgerEntry[];
  readonly holdout: Holdout;
  /** Observations so far: says at which point of a run something happened. */
  readonly observed: number;
  /** Items that nobody could label. */
  readonly unusable: readonly number[];
  /** Rounds begun; 0 is the cold start. */
  readonly round: number;
  /** Stages of successive halving that are over. */
  readonly rung: number;
  /** Whether more than one arm still buys labels. */
  readonly exploring: boolean;
  /** What is left to do in this round after the pending action. */
  readonly steps: readonly RoundStep[];
  /** The one thing that the agent waits for. */
  readonly pending: AgentAction;
  readonly decisions: readonly Decision[];
  /** Stop rules that a person has put aside, and up to how many labels of the champion. */
  readonly muted: readonly { readonly rule: string; readonly untilLabels: number }[];
  /** Arms that people brought back; each widens what exploration may cost. */
  readonly revivals: number;
  readonly forecasts: readonly AgentForecast[];
}

/** A strategy under trial. */
export interface Arm {
  /** The strategy's id. */
  readonly id: string;
  readonly status: 'racing' | 'dropped' | 'failed';
  /** Items that its head is trained on, in the order of labelling. */
  readonly rows: readonly number[];
  readonly points: readonly ArmPoint[];
  /** Labels of the arm when it left the race. */
  readonly droppedAt: number | null;
  readonly reason: string | null;
}

/** A measured point of an arm's learning curve. */
export interface ArmPoint {
  readonly round: number;
  /** Labels that the arm's head was trained on. */
  readonly labels: number;
  /** Labels paid by then, holdout and all arms together. */
  readonly spent: number;
  /** On the holdout, in [0, 1]; null without one. */
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  /** Bootstrap error of it, above 0; where macro-F1 is what counts. */
  readonly macroF1Error?: number;
  /** For each item of the holdout, `1` where the head was right; null without a holdout. */
  readonly correct: string | null;
}

/** A label that was paid for. */
export interface LedgerEntry {
  readonly row: number;
  /** Class index. */
  readonly target: number;
  /** Arm that asked first; `cold-start` for what all arms share. */
  readonly arm: string;
  readonly round: number;
}

/** Items measured on. */
export interface Holdout {
  /** Rows of the pool that were bought for it; empty when it was given. */
  readonly rows: readonly number[];
  /** Class of each item. */
  readonly targets: readonly number[];
  /** Rows of the pool that are near twins of those bought: no arm learns from them. */
  readonly twins?: readonly number[];
}

/** One arm's share of a round. */
export interface RoundStep {
  readonly arm: string;
  /** Items to choose, at least 1. */
  readonly count: number;
}

/** What the champion's curve was expected to be, kept to be compared with what came. */
export interface AgentForecast {
  readonly arm: string;
  /** Labels of the arm when the forecast was made. */
  readonly atLabels: number;
  readonly forLabels: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}
