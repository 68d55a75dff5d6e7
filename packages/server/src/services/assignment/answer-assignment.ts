import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Answer, ProjectStatus } from '@alaas/contracts';

import { databaseError, violatedConstraint } from '../../storage/database-error.js';
import { Gathered } from '../../storage/gathered.js';
import { keyReused } from '../idempotency.js';
import { AT_WORK, projectUnknown, statusUnfit, type Sql } from '../projects/live-project.js';
import { assignmentRefused } from './assign-items.js';
import { classesOf, classUnknown } from './known-classes.js';
import type { TakenAnswer } from './change-answer.js';

/** An answer, and who gives it. */
export interface AnswerTask {
  readonly project: string;
  readonly annotator: string;
  readonly answer: Answer;
  /** The same key again gives what was given first. */
  readonly key: string | undefined;
  readonly now: Date;
}

/** What `alaas.take_answer` says. */
type Said =
  | TakenAnswer
  | { readonly known: TakenAnswer; readonly digest: string }
  | { readonly refused: 'status'; readonly status: ProjectStatus }
  | { readonly refused: 'class'; readonly sequence: string }
  | { readonly refused: 'unknown' }
  | { readonly refused: 'closed'; readonly state: string };

/** A paused or stopped project still takes what its annotators had begun. */
export const WRITABLE: readonly ProjectStatus[] = [...AT_WORK, 'paused', 'stopped'];
/** Why a project outside of these takes nothing. */
export const TAKES_NONE = 'it takes no more labels';

/** Takes answers into the ledger, in few calls of the database however many come at once. */
export class AnswerTaker {
  readonly #db: Sql;
  readonly #said: Gathered<KeyedTask, Said | null>;

  constructor(db: Sql) {
    this.#db = db;
    this.#said = new Gathered((tasks) => takeAnswers(db, tasks));
  }

  /**
   * Takes the answer to an assignment in; it is on disk when this resolves.
   *
   * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_STATUS_UNFIT`, `ASSIGNMENT_…`,
   *   `LABELLING_CLASS_UNKNOWN`, `IDEMPOTENCY_KEY_REUSED`.
   */
  async take(task: AnswerTask): Promise<TakenAnswer> {
    const { project, answer, key } = task;
    const digest = createHash('sha256')
      .update(JSON.stringify(['answer', project, answer]))
      .digest('hex');
    const said = await this.#ask({ ...task, digest });
    if (said === null) throw projectUnknown(project);
    if ('entry' in said) return withTime(said);
    if ('known' in said) {
      if (said.digest !== digest) throw keyReused(key!);
      return withTime(said.known);
    }
    switch (said.refused) {
      case 'status':
        throw statusUnfit({ id: project, status: said.status }, TAKES_NONE);
      case 'class':
        throw classUnknown(
          answer.kind === 'label' ? answer.label : '',
          await classesOf(this.#db, said.sequence),
        );
      case 'unknown':
        throw assignmentRefused(answer.assignment, 'unknown');
      case 'closed':
        throw assignmentRefused(answer.assignment, said.state);
    }
  }

  async #ask(task: KeyedTask): Promise<Said | null> {
    try {
      return await this.#said.ask(task);
    } catch (error) {
      // Another request under the key came first; this time it is known.
      if (violatedConstraint(error) !== 'idempotency_keys_pkey') throw databaseError(error);
      return this.#said.ask(task);
    }
  }
}

/** With the digest of what is asked for. */
interface KeyedTask extends AnswerTask {
  readonly digest: string;
}

/** In the order of the items, so that servers that lock the same ones do not wait in a circle. */
async function takeAnswers(
  db: Sql,
  tasks: readonly KeyedTask[],
): Promise<readonly (Said | null)[]> {
  const given = tasks.map((task, n) => ({ ...task, n }));
  const { rows } = await sql<{ n: number; said: Said | null }>`
    select n, alaas.take_answer(
      project, annotator, answer, key, digest, ${[...WRITABLE]}::text[], now
    ) as said
    from (
      select task.* from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as task (
        n integer, project text, annotator text, answer jsonb, key text, digest text,
        now timestamptz)
      left join alaas.live_assignments as given on given.id = task.answer ->> 'assignment'
      order by task.project, given.position, n
    ) as task`.execute(db);
  const answers = new Map(rows.map(({ n, said }) => [n, said]));
  return tasks.map((_, n) => answers.get(n)!);
}

function withTime({ entry, item }: TakenAnswer): TakenAnswer {
  return { entry: { ...entry, at: new Date(entry.at).toISOString() }, item };
}
