import { DBOS } from '@dbos-inc/dbos-sdk';
import { AlaasError, toProblem } from '@alaas/contracts';

import { advanceProject, lookAhead } from '../services/projects/advance-project.js';
import type { ProjectWork, StepOutcome } from '../services/projects/project-work.js';
import { haltProject } from '../services/projects/halt-project.js';
import { keepPredictions } from '../services/projects/keep-predictions.js';
import { projectRow } from '../services/projects/live-project.js';
import { keepRandomPicks } from '../services/projects/random-picks.js';
import { openShards, type ShardName } from '../services/projects/shards/shard-store.js';
import { durableStep } from './durable-step.js';
import { enqueueShard } from './pool-shard.js';
import { PROJECT_ROUND } from './workflow-names.js';

/**
 * Registers the workflow of a round: from the last label of a batch to the next batch, step by step.
 * Steps say in one word what came of them; what they did is in the project's own tables.
 */
export function registerProjectRound(work: ProjectWork): void {
  const step = durableStep(work.signal);

  async function round(project: string): Promise<void> {
    const advance = () => step('advance', () => advanceProject(work, project));
    const ahead = () => step('look-ahead', () => workBeside(work, project));
    try {
      let outcome: StepOutcome;
      do {
        do outcome = await advance();
        while (outcome === 'worked');
        if (outcome === 'encodes') {
          const open = await step('open-shards', () => shardsOf(work, project));
          for (const shard of open) await enqueueShard(project, shard);
          return;
        }
        await ahead();
        // The last label of the batch may have come meanwhile.
        outcome = await advance();
      } while (outcome === 'worked');
    } catch (thrown) {
      const problem = toProblem(AlaasError.from(thrown));
      await step('halt', () => haltProject(work, project, problem));
    }
  }

  DBOS.registerWorkflow(round, { name: PROJECT_ROUND, maxRecoveryAttempts: 1_000 });
}

/** What can be done while people label: for them first, then for those who look on. */
async function workBeside(work: ProjectWork, project: string): Promise<void> {
  await lookAhead(work, project);
  await keepPredictions(work, project);
  await keepRandomPicks(work, project);
}

async function shardsOf({ database: { sql } }: ProjectWork, id: string): Promise<ShardName[]> {
  return openShards(sql, (await projectRow(sql, id)).sequence);
}
