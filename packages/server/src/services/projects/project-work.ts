import type { Database } from '../../storage/database.js';
import type { LearnerPool } from './learner-pool.js';
import type { ProjectMeans } from './project-settings.js';
import type { ShardEncoders } from './shards/shard-encoders.js';

/** What the work on projects needs. */
export interface ProjectWork {
  readonly database: Database;
  readonly learners: LearnerPool;
  readonly encoders: ShardEncoders;
  readonly means: ProjectMeans;
  readonly signal: AbortSignal;
}

/** What came of one step: another can follow, people must do something first, or others encode the pool. */
export type StepOutcome = 'worked' | 'waits' | 'encodes';
