import { DBOS } from '@dbos-inc/dbos-sdk';
import { AlaasError, toProblem } from '@alaas/contracts';

import type { ProjectWork } from '../services/projects/project-work.js';
import { haltProject } from '../services/projects/halt-project.js';
import { encodeShard } from '../services/projects/shards/encode-shard.js';
import type { ShardName, ShardPart } from '../services/projects/shards/shard-store.js';
import { durableStep } from './durable-step.js';
import {
  APPLICATION_VERSION,
  POOL_SHARD,
  PROJECT_QUEUE,
  PROJECT_ROUND,
  SHARD_QUEUE,
} from './workflow-names.js';

/** Registers the workflow of a shard of a pool; the last one of a project wakes it. */
export function registerPoolShard(work: ProjectWork): void {
  const step = durableStep(work.signal);

  async function shard(project: string, part: ShardPart, first: number): Promise<void> {
    try {
      const isLast = await step('encode', () => encodeShard(work, { project, part, first }));
      if (!isLast) return;
    } catch (thrown) {
      const problem = toProblem(AlaasError.from(thrown));
      await step('halt', () => haltProject(work, project, problem));
      return;
    }
    await DBOS.enqueueWorkflowWithOptions(
      { queueName: PROJECT_QUEUE, workflowName: PROJECT_ROUND, appVersion: APPLICATION_VERSION },
      project,
    );
  }

  DBOS.registerWorkflow(shard, { name: POOL_SHARD, maxRecoveryAttempts: 100 });
}

/** Puts a shard into the queue of all workers. */
export async function enqueueShard(project: string, { part, first }: ShardName): Promise<void> {
  await DBOS.enqueueWorkflowWithOptions(
    { queueName: SHARD_QUEUE, workflowName: POOL_SHARD, appVersion: APPLICATION_VERSION },
    project,
    part,
    first,
  );
}
