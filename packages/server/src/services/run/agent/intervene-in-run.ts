import { AlaasError } from '@alaas/contracts';
import { intervene, type AgentState, type Intervention } from '@alaas/core';

import type { AgentRecords } from '../../../storage/agent-records.js';
import { eventsBetween } from './agent-events.js';
import { recordOf } from './describe-agent.js';

/**
 * The state of a run's agent as it was stored last.
 *
 * @throws AlaasError `RUN_WITHOUT_AGENT`.
 */
export async function storedAgent(records: AgentRecords, runId: string): Promise<AgentState> {
  const state = await records.state(runId);
  if (state !== undefined) return state;
  throw new AlaasError('RUN_WITHOUT_AGENT', `No agent decides in the run ${runId}.`, {
    field: 'runId',
    value: runId,
  });
}

/** What a person wants; a stop that is postponed without a number waits for one more round. */
export type Wish =
  | Intervention
  | { readonly kind: 'postpone'; readonly decision: number; readonly labels?: undefined };

/**
 * Puts what a person wants on record, under the lock of the data folder. The next `alaas run` goes
 * on from there.
 *
 * @throws AlaasError `RUN_WITHOUT_AGENT`, and CodedError as `intervene`.
 */
export async function interveneInRun(
  records: AgentRecords,
  runId: string,
  wish: Wish,
): Promise<AgentState> {
  const before = await storedAgent(records, runId);
  const intervention = asIntervention(wish, before);
  const state = intervene(before, intervention);
  await records.intervene(
    runId,
    { observed: before.observed, intervention },
    { state, record: recordOf(state), events: eventsBetween(before, state) },
  );
  return state;
}

function asIntervention(wish: Wish, { decisions }: AgentState): Intervention {
  if (wish.kind !== 'postpone' || wish.labels !== undefined) return wish;
  const oneRound = decisions[wish.decision]?.priceOfWaitingLabels ?? 1;
  return { ...wish, labels: Math.max(1, oneRound) };
}
