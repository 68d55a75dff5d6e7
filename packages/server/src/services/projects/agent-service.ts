import type { RunArm, RunDecision, RunForecasts, RunRung } from '@alaas/contracts';
import type { AgentState, Intervention } from '@alaas/core';

import { databaseError } from '../../storage/database-error.js';
import { recordChange } from '../access/audit.js';
import { onceForKey } from '../idempotency.js';
import {
  describeArms,
  describeDecisions,
  describeForecast,
  describeRecord,
  describeRungs,
} from '../run/agent/describe-agent.js';
import { requireAgent } from './agent-store.js';
import { AT_WORK, durably, projectRow, requireStatus } from './live-project.js';
import type { ProjectServiceMeans, Writer } from './project-service.js';
import { recordIntervention } from './record-intervention.js';
import { replayAgent } from './replay-agent.js';

/** Shows what the agents of live projects came to, and takes what people decide. */
export class AgentService {
  readonly #means: Omit<ProjectServiceMeans, 'means'>;

  constructor(means: Omit<ProjectServiceMeans, 'means'>) {
    this.#means = means;
  }

  /** @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_STATUS_UNFIT` while the pool is read. */
  async arms(project: string): Promise<RunArm[]> {
    return describeArms(await this.#state(project));
  }

  /** Stages of the race. */
  async rungs(project: string): Promise<RunRung[]> {
    return describeRungs(await this.#state(project));
  }

  /** What is expected, and what became of earlier expectations. */
  async forecasts(project: string): Promise<RunForecasts> {
    const state = await this.#state(project);
    return { forecast: describeForecast(state), record: describeRecord(state) };
  }

  /** In the order in which they were made. */
  async decisions(project: string): Promise<RunDecision[]> {
    return describeDecisions(await this.#state(project));
  }

  /** The decisions to which the record leads when it is gone through anew. */
  async replayedDecisions(project: string): Promise<RunDecision[]> {
    const { sql: db } = this.#means.database;
    const { row } = await requireAgent(db, project);
    return describeDecisions(await replayAgent(db, row.sequence));
  }

  /**
   * Puts on record what a person decided, with all that follows from it.
   *
   * @throws AlaasError `AGENT_DECISION_UNKNOWN`, `AGENT_DECISION_SETTLED`, `AGENT_ARM_UNKNOWN`,
   *   `AGENT_SETTING_INVALID`, `PROJECT_STATUS_UNFIT` for an archived project.
   */
  async intervene(
    project: string,
    { actor, key }: Writer,
    intervention: Intervention,
  ): Promise<RunDecision[]> {
    const { database, clock, runner } = this.#means;
    const now = clock();
    const decisions = await durably(database, async (trx) => {
      const request = ['intervene', project, intervention];
      return onceForKey(trx, { actor, key, request, now }, async () => {
        const row = await projectRow(trx, project, { lock: true });
        requireStatus(row, [...AT_WORK, 'paused', 'stopped'], 'nothing is decided any more');
        const state = await recordIntervention(trx, row, { intervention, actor, now });
        const details = { ...intervention };
        const change = { actor, action: 'project.decide', target: project, details, at: now };
        await recordChange(trx, change);
        return describeDecisions(state);
      });
    });
    runner.wake(project);
    return decisions;
  }

  async #state(project: string): Promise<AgentState> {
    try {
      return (await requireAgent(this.#means.database.sql, project)).state;
    } catch (error) {
      throw databaseError(error);
    }
  }
}
