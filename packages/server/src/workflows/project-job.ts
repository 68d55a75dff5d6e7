import { DBOS } from '@dbos-inc/dbos-sdk';
import { AlaasError, toProblem } from '@alaas/contracts';

import { carryOutJob, failJob } from '../services/jobs/carry-out-job.js';
import type { ProjectWork } from '../services/projects/project-work.js';
import { durableStep } from './durable-step.js';
import { PROJECT_JOB } from './workflow-names.js';

/** Registers the workflow of a job: one step, which is begun anew where it was cut off. */
export function registerProjectJob(work: ProjectWork): void {
  const step = durableStep(work.signal);

  async function job(id: string): Promise<void> {
    try {
      await step('work', () => carryOutJob(work, id));
    } catch (thrown) {
      const problem = toProblem(AlaasError.from(thrown));
      await step('fail', () => failJob(work, id, problem));
    }
  }

  DBOS.registerWorkflow(job, { name: PROJECT_JOB, maxRecoveryAttempts: 20 });
}
