import { DBOS } from '@dbos-inc/dbos-sdk';
import { AlaasError, toProblem, type Problem } from '@alaas/contracts';

import {
  advanceProject,
  lookAhead,
  type ProjectWork,
  type StepOutcome,
} from '../services/projects/advance-project.js';
import { keepPredictions } from '../services/projects/keep-predictions.js';
import { durably, projectRow } from '../services/projects/live-project.js';
import { appendEvents } from '../services/projects/project-events.js';
import { durableStep } from './durable-step.js';
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
        await ahead();
        // The last label of the batch may have come meanwhile.
        outcome = await advance();
      } while (outcome === 'worked');
    } catch (thrown) {
      const problem = toProblem(AlaasError.from(thrown));
      await step('halt', () => halt(work, project, problem));
    }
  }

  DBOS.registerWorkflow(round, { name: PROJECT_ROUND, maxRecoveryAttempts: 1_000 });
}

/** What can be done while people label: for them first, then for those who look on. */
async function workBeside(work: ProjectWork, project: string): Promise<void> {
  await lookAhead(work, project);
  await keepPredictions(work, project);
}

async function halt({ database }: ProjectWork, id: string, problem: Problem): Promise<void> {
  await durably(database, async (trx) => {
    const { sequence } = await projectRow(trx, id, { lock: true });
    await trx
      .updateTable('live_projects')
      .set({ problem: JSON.stringify(problem) })
      .where('sequence', '=', sequence)
      .execute();
    await appendEvents(trx, sequence, [{ kind: 'halted', problem }]);
  });
}
