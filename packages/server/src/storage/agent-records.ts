import type { AgentState, Intervention } from '@alaas/core';
import type { RunEvent, TrackRecord } from '@alaas/contracts';
import type { Database } from './database.js';
import { databaseError } from './database-error.js';
import type { RunRecord } from './run-record.js';
import { appendRunEvents } from './run-events.js';
import { sequenceOf } from './run-sequence.js';
import { trackRecordOf } from './track-record.js';

/** What a person told the agent, and after how many of its observations. */
export interface StoredIntervention {
  readonly observed: number;
  readonly intervention: Intervention;
}

/** What the agent has come to, and what led there since it was stored last. */
export interface AgentEntry {
  readonly state: AgentState;
  readonly record: RunRecord;
  readonly events: readonly RunEvent[];
}

/** What a project keeps of its agents. When a promise resolves, what it wrote is on disk. */
export interface AgentRecords {
  /** The state as it was stored last. */
  state(runId: string): Promise<AgentState | undefined>;
  /** Replaces the state and adds the events. */
  save(runId: string, entry: AgentEntry): Promise<void>;
  /** In the order in which they were given. */
  interventions(runId: string): Promise<readonly StoredIntervention[]>;
  /** How forecasts and stops fared, in all runs of the data folder. */
  trackRecord(): Promise<TrackRecord>;
  /** Adds an intervention together with the state that it leads to. */
  intervene(runId: string, given: StoredIntervention, entry: AgentEntry): Promise<void>;
}

/**
 * The agents' records of one project in an open database.
 *
 * Every method throws AlaasError `DATABASE_UNREACHABLE` or `DATABASE_REFUSED`, and
 * `STORE_RUN_UNKNOWN`.
 */
export function openAgentRecords(database: Database, projectId: string): AgentRecords {
  const db = database.sql;
  const key = (runId: string) => ({ projectId, runId });
  const guard = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw databaseError(error);
    }
  };
  const save = (trx: typeof db, sequence: string, { state, record, events }: AgentEntry) => {
    const row = {
      observed: state.observed,
      mode: state.settings.mode,
      budget_labels: state.settings.budgetLabels,
      decision_asked: state.pending.kind === 'ask' ? state.pending.decision : null,
      state: JSON.stringify(state),
      record: JSON.stringify(record),
      updated_at: new Date(),
    };
    return trx
      .insertInto('agent_states')
      .values({ run_sequence: sequence, ...row })
      .onConflict((conflict) => conflict.column('run_sequence').doUpdateSet(row))
      .execute()
      .then(() => appendRunEvents(trx, sequence, events));
  };
  return {
    state: (runId) =>
      guard(async () => {
        const row = await db
          .selectFrom('agent_states')
          .select('state')
          .where('run_sequence', '=', await sequenceOf(db, key(runId)))
          .executeTakeFirst();
        return row && (JSON.parse(row.state) as AgentState);
      }),
    save: (runId, entry) =>
      guard(() =>
        db
          .transaction()
          .execute(async (trx) => save(trx, await sequenceOf(trx, key(runId)), entry)),
      ),
    interventions: (runId) =>
      guard(async () => {
        const rows = await db
          .selectFrom('interventions')
          .select(['observed', 'intervention'])
          .where('run_sequence', '=', await sequenceOf(db, key(runId)))
          .orderBy('number')
          .execute();
        return rows.map(({ observed, intervention }) => ({
          observed,
          intervention: JSON.parse(intervention) as Intervention,
        }));
      }),
    // The name of a project begins with that of its data folder.
    trackRecord: () => trackRecordOf(database, projectId.slice(0, projectId.indexOf('/'))),
    intervene: (runId, { observed, intervention }, entry) =>
      guard(() =>
        db.transaction().execute(async (trx) => {
          const sequence = await sequenceOf(trx, key(runId));
          const { count } = await trx
            .selectFrom('interventions')
            .select((row) => row.fn.countAll<string>().as('count'))
            .where('run_sequence', '=', sequence)
            .executeTakeFirstOrThrow();
          await trx
            .insertInto('interventions')
            .values({
              run_sequence: sequence,
              number: Number(count) + 1,
              observed,
              intervention: JSON.stringify(intervention),
            })
            .execute();
          await save(trx, sequence, entry);
        }),
      ),
  };
}
