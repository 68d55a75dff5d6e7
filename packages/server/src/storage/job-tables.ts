import type { Generated } from 'kysely';
import type { Job } from '@alaas/contracts';

/** The tables of long work; `0011-jobs` makes them. */
export interface JobTables {
  readonly jobs: JobsTable;
  readonly job_files: JobFilesTable;
}

interface JobsTable {
  sequence: Generated<string>;
  id: string;
  /** Null for the import of a project before it is there. */
  project: string | null;
  kind: Job['kind'];
  status: Job['status'];
  requested_by: string;
  /** JSON of what was asked for. */
  request: string;
  progress: string | null;
  /** JSON of name, media type and size of the file. */
  file: string | null;
  /** JSON of what came of a job that writes no file. */
  outcome: Generated<string | null>;
  error: string | null;
  created_at: Date;
  finished_at: Date | null;
  expires_at: Date | null;
}

interface JobFilesTable {
  job: string;
  /** From 0, without gaps. */
  part: number;
  bytes: Buffer;
}
