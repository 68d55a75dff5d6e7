import {
  intervene,
  observe,
  startAgent,
  type AgentObservation,
  type AgentSettings,
  type AgentState,
  type Intervention,
} from '@alaas/core';

import type { Sql } from './live-project.js';

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
  const heed = (state: AgentState): AgentState =>
    interventions
      .filter(({ observed }) => observed === state.observed)
      .reduce(
        (present, { intervention }) => intervene(present, JSON.parse(intervention) as Intervention),
        state,
      );
  return observations.reduce(
    (state, { observation }) => heed(observe(state, JSON.parse(observation) as AgentObservation)),
    heed(startAgent(JSON.parse(settings) as AgentSettings)),
  );
}
