import type { AlaasError } from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import { LabellingService } from '../assignment/labelling-service.js';
import { LearnerPool } from './learner-pool.js';
import { LocalRunner } from './local-runner.js';
import { ProjectService } from './project-service.js';
import type { ProjectMeans } from './project-settings.js';

/** What live projects need. */
export interface LiveOptions {
  readonly database: Database;
  readonly means: ProjectMeans;
  readonly clock: () => Date;
  /** Told why work on a project came to a halt. */
  readonly onError: (error: AlaasError) => void;
}

/** The services of live projects. */
export interface LiveProjects {
  readonly projects: ProjectService;
  readonly labelling: LabellingService;
  /** Takes up what an earlier server left. */
  recover(): Promise<void>;
  /** Stops the work at its next safe point; the next start takes it up again. */
  close(): Promise<void>;
}

/** Puts the services of live projects together. */
export function openLiveProjects(options: LiveOptions): LiveProjects {
  const { database, means, clock, onError } = options;
  const stop = new AbortController();
  const learners = new LearnerPool(database, stop.signal);
  const runner = new LocalRunner({ database, learners, means, signal: stop.signal }, onError);
  return {
    projects: new ProjectService({ database, means, runner, clock }),
    labelling: new LabellingService({ database, runner, clock }),
    recover: () => runner.recover(),
    close: async () => {
      stop.abort();
      await runner.settled();
      await learners.closeAll();
    },
  };
}
