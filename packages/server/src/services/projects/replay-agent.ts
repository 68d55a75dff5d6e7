import {
  changePool,
  intervene,
  observe,
  startAgent,
  type AgentObservation,
  type AgentSettings,
  type AgentState,
  type Intervention,
  type PoolChange,
} from '@alaas/core';

import type { Sql } from './live-project.js';

/** What an agent is told beside its observations. */
export type Told = Intervention | PoolChange;

/** The state after it was told. @throws CodedError as `intervene` and `changePool`. */
export function heed(state: AgentState, told: Told): AgentState {
  return told.kind === 'grow' || told.kind === 'give'
    ? changePool(state, told)
    : intervene(state, told);
}

/**
 * The state to which the observations and interventions on record lead, worked out anew. It is the
 * stored one, decisions included: a difference means that the record was tampered with.
 */
export async function replayAgent(db: Sql, project: string): Promise<AgentState> {
  const { settings } = await db
    .selectFrom('live_agents')
    .select('settings')
    .where('project', '=', project)
    .executeTakeFirstOrThrow();
  const observations = await db
    .selectFrom('live_observations')
    .select('observation')
    .where('project', '=', project)
    .orderBy('observed')
    .execute();
  const interventions = await db
    .selectFrom('live_interventions')
    .select(['observed', 'intervention'])
    .where('project', '=', project)
    .orderBy('number')
    .execute();
  const heedAll = (state: AgentState): AgentState =>
    interventions
      .filter(({ observed }) => observed === state.observed)
      .reduce(
        (present, { intervention }) => heed(present, JSON.parse(intervention) as Told),
        state,
      );
  return observations.reduce(
    (state, { observation }) =>
      heedAll(observe(state, JSON.parse(observation) as AgentObservation)),
    heedAll(startAgent(JSON.parse(settings) as AgentSettings)),
  );
}
