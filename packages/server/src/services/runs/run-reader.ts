import { AlaasError, type DeliveredModel, type RunPage, type RunSummary } from '@alaas/contracts';
import type { AgentState } from '@alaas/core';
import { sql } from 'kysely';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import { readRunEvents, type NumberedRunEvent } from '../../storage/run-events.js';
import { decodeCursor, encodeCursor } from '../page-cursor.js';

/** Which page of which runs. */
export interface RunPageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Name of a project. */
  readonly project?: string | undefined;
}

/** A run as it is found by its id. */
export interface FoundRun {
  readonly summary: RunSummary;
  /** Project in the words of the database. */
  readonly projectId: string;
  /** Absent where no agent decides, or nothing was stored of it yet. */
  readonly state: AgentState | undefined;
  /** Absent before the end, and where nothing was measured. */
  readonly delivered: DeliveredModel | undefined;
}

/** Reads the runs of a data folder, those of all its projects. */
export class RunReader {
  readonly #database: Database;
  readonly #folderId: () => Promise<string | undefined>;

  /** @param folderId name of the data folder; undefined while no project of it was run. */
  constructor(database: Database, folderId: () => Promise<string | undefined>) {
    this.#database = database;
    this.#folderId = folderId;
  }

  /** Newest first. */
  async list({ limit, cursor, project }: RunPageQuery): Promise<RunPage> {
    const folder = await this.#folderId();
    if (folder === undefined) return { runs: [], nextCursor: null };
    return this.#guard(async () => {
      let query = this.#runsOf(folder)
        .orderBy('runs.sequence', 'desc')
        .limit(limit + 1);
      if (project !== undefined) query = query.where('project_id', '=', `${folder}/${project}`);
      if (cursor !== undefined) query = query.where('runs.sequence', '<', decodeCursor(cursor));
      const rows = await query.execute();
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        runs: page.map(toSummary),
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.sequence) : null,
      };
    });
  }

  /** @throws AlaasError `RUN_UNKNOWN`. */
  async find(id: string): Promise<FoundRun> {
    const row = await this.#row(id);
    const stored = await this.#guard(() =>
      this.#database.sql
        .selectFrom('agent_states')
        .select('state')
        .where('run_sequence', '=', row.sequence)
        .executeTakeFirst(),
    );
    return {
      summary: toSummary(row),
      projectId: row.project_id,
      state: stored && (JSON.parse(stored.state) as AgentState),
      delivered: row.delivered === null ? undefined : (JSON.parse(row.delivered) as DeliveredModel),
    };
  }

  /** The events after number `after`, in order, and whether none will come for now. */
  async events(
    id: string,
    after: number,
  ): Promise<{ events: readonly NumberedRunEvent[]; isOver: boolean }> {
    // The status first: what is written between the two reads is not missed.
    const { sequence, status } = await this.#row(id);
    const events = await this.#guard(() => readRunEvents(this.#database.sql, sequence, after));
    return { events, isOver: status !== 'running' && status !== 'waiting' };
  }

  async #row(id: string): Promise<RunRow> {
    const folder = await this.#folderId();
    const row =
      folder === undefined
        ? undefined
        : await this.#guard(() => this.#runsOf(folder).where('run_id', '=', id).executeTakeFirst());
    if (row !== undefined) return row;
    throw new AlaasError('RUN_UNKNOWN', `There is no run ${id}.`, { field: 'id', value: id });
  }

  #runsOf(folder: string) {
    return this.#database.sql
      .selectFrom('runs')
      .leftJoin('agent_states', 'agent_states.run_sequence', 'runs.sequence')
      .select([
        'runs.sequence',
        'project_id',
        'run_id',
        'status',
        'work_seconds',
        'delivered',
        'runs.created_at',
        'mode',
        'budget_labels',
        'decision_asked',
        sql<string>`(
          select count(distinct position) from alaas.labels
          where labels.run_sequence = runs.sequence
        )`.as('labelled'),
      ])
      .where(sql<boolean>`starts_with(project_id, ${`${folder}/`})`);
  }

  async #guard<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw databaseError(error);
    }
  }
}

interface RunRow {
  readonly sequence: string;
  readonly project_id: string;
  readonly run_id: string;
  readonly status: RunSummary['status'];
  readonly work_seconds: number;
  readonly delivered: string | null;
  readonly created_at: Date;
  readonly mode: RunSummary['mode'];
  readonly budget_labels: number | null;
  readonly decision_asked: number | null;
  readonly labelled: string;
}

function toSummary(row: RunRow): RunSummary {
  return {
    id: row.run_id,
    project: row.project_id.slice(row.project_id.indexOf('/') + 1),
    status: row.status,
    createdAt: row.created_at.toISOString(),
    workSeconds: row.work_seconds,
    labels: { used: Number(row.labelled), budget: row.budget_labels },
    mode: row.mode,
    decisionAsked: row.decision_asked,
  };
}
