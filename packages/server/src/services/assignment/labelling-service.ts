import { sql } from 'kysely';
import type {
  Answer,
  Assignment,
  Assignments,
  Correction,
  LedgerEntry,
  LedgerPage,
} from '@alaas/contracts';

import { databaseError } from '../../storage/database-error.js';
import { Gathered } from '../../storage/gathered.js';
import { onceForKey } from '../idempotency.js';
import {
  durably,
  labellingOf,
  projectRow,
  projectUnknown,
  requireStatus,
  type Sql,
} from '../projects/live-project.js';
import type { ProjectServiceMeans, Writer } from '../projects/project-service.js';
import { AnswerTaker, TAKES_NONE, WRITABLE } from './answer-assignment.js';
import {
  handOut,
  renewAssignment,
  returnAssignments,
  type HandOut,
  type HandOutTask,
} from './assign-items.js';
import { explainWait } from './explain-wait.js';
import type { AnnotatorAtWork } from './labelling-context.js';
import { readLedger, type LedgerPageQuery } from './read-ledger.js';
import { correctEntry, undoEntry, type TakenAnswer } from './change-answer.js';

/** Hands items out to annotators and takes their answers into the ledger. */
export class LabellingService {
  readonly #means: Omit<ProjectServiceMeans, 'means'>;
  readonly #handOuts: Gathered<HandOutTask, HandOut | undefined>;
  readonly #answers: AnswerTaker;
  /** Whether the batch of a project is complete. */
  readonly #complete: Gathered<string, boolean>;

  constructor(means: Omit<ProjectServiceMeans, 'means'>) {
    this.#means = means;
    const { database, clock } = means;
    this.#handOuts = new Gathered((tasks) => handOut(database.sql, tasks, clock()));
    this.#answers = new AnswerTaker(database.sql);
    this.#complete = new Gathered((projects) => areComplete(database.sql, projects));
  }

  /** What the annotator has, after up to `count` items were handed out; why, where it is nothing. */
  async next(project: string, annotator: string, count: number): Promise<Assignments> {
    try {
      const handed = await this.#handOuts.ask({ project, annotator, count });
      if (handed === undefined) throw projectUnknown(project);
      const { row, assignments } = handed;
      const isNothing = assignments.length === 0;
      const wait = isNothing ? await explainWait(this.#means.database.sql, row) : null;
      return { assignments: [...assignments], wait };
    } catch (error) {
      throw databaseError(error);
    }
  }

  /** @throws AlaasError `ASSIGNMENT_…`, `PROJECT_STATUS_UNFIT` when archived. */
  async renew(project: string, annotator: string, id: string): Promise<Assignment> {
    return this.#atWork(project, annotator, (work) => {
      requireStatus(work.row, WRITABLE, TAKES_NONE);
      return renewAssignment(work, id);
    });
  }

  /** Gives one item back, or all that the annotator has. @throws AlaasError `ASSIGNMENT_…`. */
  async giveBack(project: string, annotator: string, id?: string): Promise<number> {
    return this.#atWork(project, annotator, (work) => returnAssignments(work, id));
  }

  /** Gives back what the annotator has in any project, as at the end of a session. */
  async giveBackEverywhere(annotator: string): Promise<void> {
    const { sql: db } = this.#means.database;
    const held = await db
      .selectFrom('live_assignments')
      .innerJoin('live_projects', 'live_projects.sequence', 'live_assignments.project')
      .select('live_projects.id')
      .distinct()
      .where('annotator', '=', annotator)
      .where('state', '=', 'open')
      .execute();
    for (const { id } of held) await this.giveBack(id, annotator);
  }

  /**
   * Takes an answer in; when this resolves, it is on disk.
   *
   * @throws AlaasError `ASSIGNMENT_…`, `LABELLING_CLASS_UNKNOWN`, `PROJECT_STATUS_UNFIT`,
   *   `IDEMPOTENCY_KEY_REUSED`; so do the next two, with `LABELLING_ENTRY_…`.
   */
  async answer(project: string, writer: Writer, answer: Answer): Promise<LedgerEntry> {
    const { actor: annotator, key } = writer;
    try {
      const now = this.#means.clock();
      const taken = await this.#answers.take({ project, annotator, answer, key, now });
      await this.#wakeWhenComplete(project, taken);
      return taken.entry;
    } catch (error) {
      throw databaseError(error);
    }
  }

  /** Gives an item that was labelled before another label. */
  async correct(
    project: string,
    writer: Writer & { readonly entry: string },
    correction: Correction,
  ): Promise<LedgerEntry> {
    const { entry } = writer;
    const request = ['correct', project, entry, correction];
    return this.#write(project, { ...writer, request }, (work) =>
      correctEntry(work, entry, correction),
    );
  }

  /** Takes an answer back. */
  async undo(project: string, writer: Writer & { readonly entry: string }): Promise<LedgerEntry> {
    const { entry } = writer;
    const request = ['undo', project, entry];
    return this.#write(project, { ...writer, request }, (work) => undoEntry(work, entry));
  }

  /** The ledger, oldest first. @throws AlaasError `PROJECT_UNKNOWN`. */
  async ledger(project: string, query: LedgerPageQuery): Promise<LedgerPage> {
    const { sql: db } = this.#means.database;
    try {
      const { sequence } = await projectRow(db, project);
      return await readLedger(db, sequence, query);
    } catch (error) {
      throw databaseError(error);
    }
  }

  async #write(
    project: string,
    { actor, key, request }: Writer & { readonly request: unknown },
    work: (context: AnnotatorAtWork) => Promise<TakenAnswer>,
  ): Promise<LedgerEntry> {
    const taken = await this.#atWork(project, actor, async (context) => {
      requireStatus(context.row, WRITABLE, TAKES_NONE);
      const { db, now } = context;
      return onceForKey(db, { actor, key, request, now }, () => work(context));
    });
    await this.#wakeWhenComplete(project, taken);
    return taken.entry;
  }

  /**
   * Carries the project on when its batch is complete. Looked at after the commit: of two last
   * answers at once, the one that is committed later sees both.
   */
  async #wakeWhenComplete(project: string, { item }: TakenAnswer): Promise<void> {
    if (item.state === 'open' || item.batch === null) return;
    if (await this.#complete.ask(project)) this.#means.runner.wake(project);
  }

  async #atWork<Result>(
    project: string,
    annotator: string,
    work: (context: AnnotatorAtWork) => Promise<Result>,
  ): Promise<Result> {
    const { database, clock } = this.#means;
    return durably(database, async (db) => {
      const row = await projectRow(db, project);
      return work({ db, row, labelling: labellingOf(row), annotator, now: clock() });
    });
  }
}

/** Whether no item of a batch waits for labels any more, for each of the projects. */
async function areComplete(db: Sql, projects: readonly string[]): Promise<readonly boolean[]> {
  const { rows } = await sql<{ id: string }>`
    select id from alaas.live_projects as project
    where id = any(${[...new Set(projects)]}::text[]) and not exists (
      select from alaas.live_tasks as task
      where task.project = project.sequence and task.state = 'open' and task.batch is not null
    )`.execute(db);
  const complete = new Set(rows.map(({ id }) => id));
  return projects.map((id) => complete.has(id));
}
