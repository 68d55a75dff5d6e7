import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Answer, ProjectStatus } from '@alaas/contracts';

import { databaseError, violatedConstraint } from '../../storage/database-error.js';
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

/**
 * Takes the answer to an assignment into the ledger, in one call of the database; it is on disk when
 * this resolves.
 *
 * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_STATUS_UNFIT`, `ASSIGNMENT_…`,
 *   `LABELLING_CLASS_UNKNOWN`, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function answerAssignment(db: Sql, task: AnswerTask): Promise<TakenAnswer> {
  const { project, answer, key } = task;
  const digest = createHash('sha256')
    .update(JSON.stringify(['answer', project, answer]))
    .digest('hex');
  const said = await takeAnswer(db, task, digest);
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
        await classesOf(db, said.sequence),
      );
    case 'unknown':
      throw assignmentRefused(answer.assignment, 'unknown');
    case 'closed':
      throw assignmentRefused(answer.assignment, said.state);
  }
}

async function takeAnswer(db: Sql, task: AnswerTask, digest: string): Promise<Said | null> {
  const { project, annotator, answer, key, now } = task;
  const call = sql<{ said: Said | null }>`
    select alaas.take_answer(
      ${project}, ${annotator}, ${JSON.stringify(answer)}::jsonb, ${key ?? null}, ${digest},
      ${[...WRITABLE]}::text[], ${now}
    ) as said`;
  try {
    return (await call.execute(db)).rows[0]!.said;
  } catch (error) {
    // Another request under the key came first; this time it is known.
    if (violatedConstraint(error) !== 'idempotency_keys_pkey') throw databaseError(error);
    return (await call.execute(db)).rows[0]!.said;
  }
}

function withTime({ entry, item }: TakenAnswer): TakenAnswer {
  return { entry: { ...entry, at: new Date(entry.at).toISOString() }, item };
}
