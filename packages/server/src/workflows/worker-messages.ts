import type { Problem } from '@alaas/contracts';

import type { ProjectMeans } from '../services/projects/project-settings.js';

/** What a worker works with. */
export interface WorkerOptions {
  readonly means: ProjectMeans;
  /** URL of an external PostgreSQL; the built-in one of the data folder when absent. */
  readonly databaseUrl?: string | undefined;
}

/** What the server tells its worker. */
export type ToWorker =
  | { readonly kind: 'start'; readonly options: WorkerOptions }
  /** Stop at the next safe point and end. */
  | { readonly kind: 'stop' };

/** What a worker tells its server. */
export type FromWorker =
  { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly problem: Problem };
