import {
  AlaasError,
  type Run,
  type RunArm,
  type RunDecision,
  type RunForecasts,
  type RunRung,
  type TrackRecord,
} from '@alaas/contracts';
import type { AgentState } from '@alaas/core';

import { openAgentRecords } from '../../storage/agent-records.js';
import type { Database } from '../../storage/database.js';
import { lockProject } from '../../storage/lock/lock-project.js';
import {
  describeArms,
  describeDecisions,
  describeForecast,
  describeRecord,
  describeRungs,
  describeStop,
} from '../run/agent/describe-agent.js';
import { interveneInRun, type Wish } from '../run/agent/intervene-in-run.js';
import { knownFolderId } from '../run/project-id.js';
import { RunReader } from './run-reader.js';
import { NO_TRACK_RECORD, trackRecordOf } from '../../storage/track-record.js';

type DecisionWish = Exclude<Wish, { kind: 'revive' | 'extend' }>;

const DONE: Partial<Record<DecisionWish['kind'], RunDecision['status']>> = {
  approve: 'approved',
  veto: 'vetoed',
};

/**
 * The runs of a data folder for those who look on and decide. Runs are carried out by `alaas run`;
 * what is decided here counts when it goes on.
 */
export class RunService {
  readonly reader: RunReader;
  readonly #database: Database;
  readonly #home: string;

  constructor(database: Database, home: string) {
    this.reader = new RunReader(database, () => knownFolderId(home));
    this.#database = database;
    this.#home = home;
  }

  /** @throws AlaasError `RUN_UNKNOWN`. */
  async get(id: string): Promise<Run> {
    const { summary, state, delivered } = await this.reader.find(id);
    return {
      ...summary,
      delivered: delivered ?? null,
      agent: state
        ? {
            metric: state.settings.metric,
            champion: state.champion,
            holdout: {
              items: state.holdout.targets.length,
              bought: state.holdout.rows.length > 0,
            },
            stop: describeStop(state),
          }
        : null,
    };
  }

  /** @throws AlaasError `RUN_UNKNOWN`, `RUN_WITHOUT_AGENT`; so do the next three. */
  async arms(id: string): Promise<RunArm[]> {
    return describeArms(await this.#agent(id));
  }

  /** The bracket of the race. */
  async rungs(id: string): Promise<RunRung[]> {
    return describeRungs(await this.#agent(id));
  }

  /** In the order in which they were made. */
  async decisions(id: string): Promise<RunDecision[]> {
    return describeDecisions(await this.#agent(id));
  }

  /** What is expected, and what became of earlier expectations. */
  async forecasts(id: string): Promise<RunForecasts> {
    const state = await this.#agent(id);
    return { forecast: describeForecast(state), record: describeRecord(state) };
  }

  /** @throws AlaasError `AGENT_DECISION_UNKNOWN`, and as `arms`. */
  async decision(id: string, number: number): Promise<RunDecision> {
    return decisionOf(await this.#agent(id), number);
  }

  /**
   * Puts on record what a person wants of a decision; approved or vetoed again, it stays so.
   *
   * @throws AlaasError `AGENT_DECISION_UNKNOWN`, `AGENT_DECISION_SETTLED` when it comes too late,
   *   `PROJECT_LOCKED` while a run is at work, and as `arms`.
   */
  async decide(id: string, wish: DecisionWish): Promise<RunDecision> {
    const before = await this.decision(id, wish.decision);
    // A client that lost the answer asks again: what is done already is no mistake.
    if (before.status === DONE[wish.kind]) return before;
    return decisionOf(await this.#intervene(id, wish), wish.decision);
  }

  /** Brings an arm back. @throws AlaasError `AGENT_ARM_UNKNOWN`, and as `decide`. */
  async revive(id: string, arm: string): Promise<RunArm> {
    const state = await this.#intervene(id, { kind: 'revive', arm });
    return describeArms(state).find(({ strategy }) => strategy === arm)!;
  }

  /** How forecasts and stops of all runs fared. */
  async trackRecord(): Promise<TrackRecord> {
    const folder = await knownFolderId(this.#home);
    return folder === undefined ? NO_TRACK_RECORD : trackRecordOf(this.#database, folder);
  }

  async #agent(id: string): Promise<AgentState> {
    const { state } = await this.reader.find(id);
    if (state !== undefined) return state;
    throw new AlaasError('RUN_WITHOUT_AGENT', `No agent decides in the run ${id}.`, {
      field: 'id',
      value: id,
    });
  }

  async #intervene(id: string, wish: Wish): Promise<AgentState> {
    const { projectId } = await this.reader.find(id);
    const lock = await lockProject(this.#home);
    try {
      return await interveneInRun(openAgentRecords(this.#database, projectId), id, wish);
    } catch (error) {
      throw AlaasError.from(error);
    } finally {
      await lock.release();
    }
  }
}

function decisionOf(state: AgentState, number: number): RunDecision {
  const decision = describeDecisions(state)[number];
  if (decision !== undefined) return decision;
  throw new AlaasError('AGENT_DECISION_UNKNOWN', `There is no decision ${number}.`, {
    field: 'decision',
    value: number,
  });
}
