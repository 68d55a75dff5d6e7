import type { ExportRequest } from '@alaas/contracts';

import type { ProjectWork } from '../projects/advance-project.js';
import type { JobFile } from './job-file.js';

/** One job at work. */
export interface JobTask extends ProjectWork {
  /** Id of the project. */
  readonly project: string;
  readonly request: ExportRequest;
  readonly file: JobFile;
  /** Tells how far the work is. @throws AlaasError `CANCELLED` where somebody cancelled the job. */
  report(progress: JobProgress): Promise<void>;
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
