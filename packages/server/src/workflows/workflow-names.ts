import type { Job } from '@alaas/contracts';

/** The schema in which DBOS keeps its workflows. */
export const WORKFLOW_SCHEMA = 'alaas_workflows';
/** Names under which servers and workers of all releases know each other. */
export const APPLICATION = 'alaas';
/**
 * Fixed: a project outlives releases, and a worker of the next one takes up a round of this one. A
 * change of the order of steps goes through `DBOS.patch`.
 */
export const APPLICATION_VERSION = 'live-1';
/** Work that learns: one at a time in each worker. */
export const PROJECT_QUEUE = 'projects';
export const PROJECT_ROUND = 'project-round';
/** Pieces of pools that are encoded: two at a time, so that one fills what the end of another leaves. */
export const SHARD_QUEUE = 'shards';
export const POOL_SHARD = 'pool-shard';
/** Work beside it, which does not wait for it. */
export const JOB_QUEUE = 'jobs';
export const PROJECT_JOB = 'project-job';

/** The queue of a job: some use what rounds use. */
export function jobQueue(kind: Job['kind']): string {
  return kind === 'export-model' ? PROJECT_QUEUE : JOB_QUEUE;
}
