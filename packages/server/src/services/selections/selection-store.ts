import { randomUUID } from 'node:crypto';
import { sql, type Selectable, type Transaction } from 'kysely';
import {
  AlaasError,
  toProblem,
  type Problem,
  type Selection,
  type SelectionEvent,
  type SelectionPage,
  type SelectionProgress,
  type SelectionRequest,
  type SelectionResult,
  type SelectionStatus,
  type SelectionSummary,
} from '@alaas/contracts';
import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import type { Tables } from '../../storage/tables.js';
import { decodeCursor, encodeCursor } from '../page-cursor.js';

/** An event with its place in the selection's history, from 1. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: SelectionEvent;
}

/** A change of status, with what comes with it. */
export type Transition =
  /** Given back by a server that was asked to end, which does not count as an attempt. */
  | { readonly status: 'queued' }
  | { readonly status: 'running' | 'cancelled' }
  | { readonly status: 'finished'; readonly result: SelectionResult }
  | { readonly status: 'failed'; readonly error: AlaasError };

type Job = Selectable<Tables['selection_jobs']>;

/** Which page of the list. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly status?: SelectionStatus | undefined;
}

/** Selections that are kept after their end; older ones are dropped. */
const KEPT = 1_000;

/** The selections of one server, in the database. Every change leaves an event. */
export class SelectionStore {
  readonly #database: Database;
  readonly #owner: string;

  constructor(database: Database, owner: string) {
    this.#database = database;
    this.#owner = owner;
  }

  /** Stores a request; with a key that was used before, answers what it made then. */
  async create(
    request: SelectionRequest,
    key?: string,
  ): Promise<{ selection: Selection; created: boolean }> {
    const id = randomUUID();
    return this.#transaction(async (trx) => {
      const inserted = await trx
        .insertInto('selection_jobs')
        .values({
          id,
          owner: this.#owner,
          idempotency_key: key ?? null,
          status: 'queued',
          strategy: request.strategy,
          budget: request.budget,
          request: JSON.stringify(request),
        })
        .onConflict((conflict) => conflict.constraint('selection_jobs_key').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (inserted === undefined) {
        const query = trx.selectFrom('selection_jobs').selectAll();
        const known = await query
          .where('owner', '=', this.#owner)
          .where('idempotency_key', '=', key ?? null)
          .executeTakeFirstOrThrow();
        return { selection: toSelection(known), created: false };
      }
      await this.#append(trx, inserted.sequence, { kind: 'status', status: 'queued' });
      await this.#dropOld(trx);
      return { selection: toSelection(inserted), created: true };
    });
  }

  /** @throws AlaasError `SELECTION_UNKNOWN`. */
  async get(id: string): Promise<Selection> {
    return toSelection(await this.#job(id));
  }

  /** The request of a selection that has not ended. */
  async request(id: string): Promise<SelectionRequest> {
    const { request } = await this.#job(id);
    return JSON.parse(request ?? 'null') as SelectionRequest;
  }

  /** Newest first. */
  async list({ limit, cursor, status }: PageQuery): Promise<SelectionPage> {
    return this.#guard(async () => {
      let query = this.#database.sql
        .selectFrom('selection_jobs')
        .selectAll()
        .where('owner', '=', this.#owner)
        .orderBy('sequence', 'desc')
        .limit(limit + 1);
      if (status !== undefined) query = query.where('status', '=', status);
      if (cursor !== undefined) query = query.where('sequence', '<', decodeCursor(cursor));
      const jobs = await query.execute();
      const page = jobs.slice(0, limit);
      const last = page.at(-1);
      return {
        selections: page.map(toSummary),
        nextCursor: jobs.length > limit && last !== undefined ? encodeCursor(last.sequence) : null,
      };
    });
  }

  /** Ids and attempts of those that have not ended, oldest first. */
  async unfinished(): Promise<readonly Pick<Job, 'id' | 'attempts'>[]> {
    return this.#guard(() =>
      this.#database.sql
        .selectFrom('selection_jobs')
        .select(['id', 'attempts'])
        .where('owner', '=', this.#owner)
        .where('status', 'in', ['queued', 'running'])
        .orderBy('sequence')
        .execute(),
    );
  }

  /** Changes the status; undefined when the selection has ended before. */
  async move(id: string, transition: Transition): Promise<NumberedEvent | undefined> {
    return this.#transaction(async (trx) => {
      const job = await trx
        .updateTable('selection_jobs')
        .set(columnsOf(transition))
        .where('id', '=', id)
        .where('owner', '=', this.#owner)
        .where('status', 'in', ['queued', 'running'])
        .returning('sequence')
        .executeTakeFirst();
      if (job === undefined) return undefined;
      return this.#append(trx, job.sequence, { kind: 'status', status: transition.status });
    });
  }

  /** Notes how far a running selection is. */
  async progress(id: string, progress: SelectionProgress): Promise<NumberedEvent | undefined> {
    return this.#transaction(async (trx) => {
      const job = await trx
        .updateTable('selection_jobs')
        .set({ progress: JSON.stringify(progress) })
        .where('id', '=', id)
        .where('owner', '=', this.#owner)
        .where('status', '=', 'running')
        .returning('sequence')
        .executeTakeFirst();
      if (job === undefined) return undefined;
      return this.#append(trx, job.sequence, { kind: 'progress', ...progress });
    });
  }

  /** The events after number `after`, in order. */
  async events(id: string, after: number): Promise<readonly NumberedEvent[]> {
    const { sequence } = await this.#job(id);
    return this.#guard(async () => {
      const rows = await this.#database.sql
        .selectFrom('selection_events')
        .select(['number', 'event'])
        .where('job', '=', sequence)
        .where('number', '>', after)
        .orderBy('number')
        .execute();
      return rows.map(({ number, event }) => ({
        number,
        event: JSON.parse(event) as SelectionEvent,
      }));
    });
  }

  async #job(id: string): Promise<Job> {
    const job = await this.#guard(() =>
      this.#database.sql
        .selectFrom('selection_jobs')
        .selectAll()
        .where('id', '=', id)
        .where('owner', '=', this.#owner)
        .executeTakeFirst(),
    );
    if (job !== undefined) return job;
    throw new AlaasError('SELECTION_UNKNOWN', `There is no selection ${id}.`, {
      field: 'id',
      value: id,
    });
  }

  async #append(
    trx: Transaction<Tables>,
    job: string,
    event: SelectionEvent,
  ): Promise<NumberedEvent> {
    const { rows } = await sql<{ number: number }>`
      insert into alaas.selection_events (job, number, event)
      select ${job}::bigint, coalesce(max(number), 0) + 1, ${JSON.stringify(event)}
      from alaas.selection_events where job = ${job}::bigint
      returning number`.execute(trx);
    return { number: rows[0]!.number, event };
  }

  async #dropOld(trx: Transaction<Tables>): Promise<void> {
    await sql`
      delete from alaas.selection_jobs where sequence in (
        select sequence from alaas.selection_jobs
        where owner = ${this.#owner} and finished_at is not null
        order by sequence desc offset ${KEPT}
      )`.execute(trx);
  }

  #transaction<Result>(work: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    return this.#guard(() => this.#database.sql.transaction().execute(work));
  }

  async #guard<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw databaseError(error);
    }
  }
}

function columnsOf(transition: Transition) {
  const { status } = transition;
  if (status === 'queued') {
    return { status, progress: null, attempts: sql<number>`attempts - 1` };
  }
  if (status === 'running') {
    return { status, started_at: new Date(), attempts: sql<number>`attempts + 1` };
  }
  return {
    status,
    finished_at: new Date(),
    request: null,
    progress: null,
    result: status === 'finished' ? JSON.stringify(transition.result) : null,
    error: status === 'failed' ? JSON.stringify(toProblem(transition.error)) : null,
  };
}

function toSummary(job: Job): SelectionSummary {
  return {
    id: job.id,
    status: job.status,
    strategy: job.strategy,
    budget: job.budget,
    createdAt: job.created_at.toISOString(),
    startedAt: job.started_at?.toISOString() ?? null,
    finishedAt: job.finished_at?.toISOString() ?? null,
  };
}

function toSelection(job: Job): Selection {
  return {
    ...toSummary(job),
    progress: parsed<SelectionProgress>(job.progress),
    result: parsed<SelectionResult>(job.result),
    error: parsed<Problem>(job.error),
  };
}

function parsed<Value>(text: string | null): Value | null {
  return text === null ? null : (JSON.parse(text) as Value);
}
