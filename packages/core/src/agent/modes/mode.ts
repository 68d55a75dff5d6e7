import type { AgentState } from '../agent-state.js';

/** How a mode runs its arms; the controller does the rest. */
export interface Mode {
  /** Once, when the holdout and the cold start are labelled. */
  begin(state: AgentState): AgentState;
  /** The state with the `steps` of the next round; no steps when nothing more can be bought. */
  plan(state: AgentState): AgentState;
  /** After every arm of the round was measured: who is dropped, who leads. */
  conclude(state: AgentState): AgentState;
}
