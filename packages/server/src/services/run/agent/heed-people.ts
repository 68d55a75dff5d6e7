import { CodedError, intervene, type AgentState, type Intervention } from '@alaas/core';

import type { StoredIntervention } from '../../../storage/agent-records.js';

/**
 * Does again what people did, each at its point of the run. What no longer fits, because settings or
 * labels changed since, is left out with a note: the agent asks again where it still matters.
 */
export function heedPeople(
  interventions: readonly StoredIntervention[],
  onNote: (text: string) => void,
): (state: AgentState) => AgentState {
  return (state) =>
    interventions
      .filter(({ observed }) => observed === state.observed)
      .reduce((present, { intervention }) => {
        try {
          return intervene(present, intervention);
        } catch (error) {
          if (!(error instanceof CodedError)) throw error;
          onNote(
            `What was decided before (${inWords(intervention)}) no longer fits: ${error.message}`,
          );
          return present;
        }
      }, state);
}

function inWords(intervention: Intervention): string {
  switch (intervention.kind) {
    case 'approve':
    case 'veto':
    case 'postpone':
      return `${intervention.kind} decision ${intervention.decision}`;
    case 'revive':
      return `revive ${intervention.arm}`;
    case 'extend':
      return `${intervention.labels} more labels`;
  }
}
