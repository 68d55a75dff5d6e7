import type { AgentState } from '@alaas/core';

import type { AgentRecords } from '../../../storage/agent-records.js';
import { eventsBetween } from './agent-events.js';
import { recordOf } from './describe-agent.js';

/** Writes down what an agent comes to, so that others can look on. */
export interface AgentRecorder {
  /** Told every state in turn, from the first one of the run. */
  note(state: AgentState): Promise<void>;
  /** Told the state in which the work ends or waits. */
  end(state: AgentState): Promise<void>;
}

/**
 * A recorder for one run. A run that is taken up again goes through the states that it had before:
 * of those nothing is written a second time.
 */
export async function openRecorder(records: AgentRecords, runId: string): Promise<AgentRecorder> {
  const known = await records.state(runId);
  let before: AgentState | undefined;
  let stored = known;
  return {
    async note(state) {
      const events = eventsBetween(before, state);
      before = state;
      const isKnown = known !== undefined && state.observed <= known.observed;
      if (isKnown || events.length === 0) return;
      await records.save(runId, { state, record: recordOf(state), events });
      stored = state;
    },
    async end(state) {
      if (JSON.stringify(stored) === JSON.stringify(state)) return;
      await records.save(runId, { state, record: recordOf(state), events: [] });
    },
  };
}
