import { sql } from 'kysely';
import { AlaasError } from '@alaas/contracts';
import type { AgentState } from '@alaas/core';

import { keepState, requireAgent } from './agent-store.js';
import type { ProjectRow, Sql } from './live-project.js';
import { heed, type Told } from './replay-agent.js';

/** What is told to the agent of a project, and by whom. */
export interface RecordedIntervention {
  readonly intervention: Told;
  readonly actor: string;
  readonly now: Date;
}

/**
 * Puts on record what an agent is told beside its observations, with all that follows from it. The
 * caller holds the lock of the project.
 *
 * @throws AlaasError as `intervene` and `changePool`, `PROJECT_STATUS_UNFIT` while the pool is being read.
 */
export async function recordIntervention(
  trx: Sql,
  row: ProjectRow,
  { intervention, actor, now }: RecordedIntervention,
): Promise<AgentState> {
  const { state: before } = await requireAgent(trx, row.id);
  const state = changed(before, intervention);
  await trx
    .insertInto('live_interventions')
    .values({
      project: row.sequence,
      number: sql<number>`(
        select coalesce(max(number), 0) + 1 from alaas.live_interventions
        where project = ${row.sequence}::bigint)`,
      observed: before.observed,
      intervention: JSON.stringify(intervention),
      actor,
      created_at: now,
    })
    .execute();
  await keepState(trx, row, { before, state });
  return state;
}

function changed(before: AgentState, told: Told): AgentState {
  try {
    return heed(before, told);
  } catch (error) {
    throw AlaasError.from(error);
  }
}
