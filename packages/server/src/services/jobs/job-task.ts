import type { Job } from '@alaas/contracts';

import type { ProjectWork } from '../projects/project-work.js';
import type { Sql } from '../projects/live-project.js';
import type { JobFile } from './job-file.js';

/** One job at work. */
export interface JobWork extends ProjectWork {
  readonly id: string;
  readonly requestedBy: string;
  readonly file: JobFile;
  /** Tells how far the work is. @throws AlaasError `CANCELLED` where somebody cancelled the job. */
  report(progress: JobProgress): Promise<void>;
  /**
   * Ends the job, in the transaction of what it changed: both are on record or neither.
   *
   * @param project row of the project that the job made.
   * @throws AlaasError `CANCELLED` where somebody cancelled the job.
   */
  finish(trx: Sql, outcome: JobOutcome, project?: string): Promise<void>;
}

/** One job on a project at work. */
export interface JobTask extends JobWork {
  /** Id of the project. */
  readonly project: string;
}

/** How far a job is. */
export interface JobProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
}

/** What a job wrote. */
export interface WrittenFile {
  readonly name: string;
  readonly mediaType: string;
}

/** What came of a job that writes no file. */
export type JobOutcome = NonNullable<Job['outcome']>;
