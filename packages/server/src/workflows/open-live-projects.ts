import type { AlaasError } from '@alaas/contracts';

import { LabellingService } from '../services/assignment/labelling-service.js';
import { ItemService } from '../services/items/item-service.js';
import { JobService } from '../services/jobs/job-service.js';
import { ModelService } from '../services/models/model-service.js';
import { AgentService } from '../services/projects/agent-service.js';
import { EventService } from '../services/projects/event-service.js';
import { ProjectService } from '../services/projects/project-service.js';
import type { ProjectMeans } from '../services/projects/project-settings.js';
import { WebhookSender } from '../services/webhooks/webhook-sender.js';
import { WebhookService } from '../services/webhooks/webhook-service.js';
import type { Database } from '../storage/database.js';
import { QueuedRunner } from './queued-runner.js';
import { WorkerProcess } from './worker-process.js';

/** What live projects need. */
export interface LiveOptions {
  readonly database: Database;
  readonly databaseUrl: string | undefined;
  readonly means: ProjectMeans;
  /** Whether a worker is started here. */
  readonly worker: boolean;
  readonly clock: () => Date;
  /** Told of what goes wrong with the worker. */
  readonly onError: (error: AlaasError) => void;
}

/** The services of live projects. */
export interface LiveProjects {
  readonly projects: ProjectService;
  readonly labelling: LabellingService;
  readonly items: ItemService;
  readonly agents: AgentService;
  readonly events: EventService;
  readonly models: ModelService;
  readonly jobs: JobService;
  readonly webhooks: WebhookService;
  /** Takes up what an earlier server left. */
  recover(): Promise<void>;
  /** Stops the work at its next safe point; the next start takes it up again. */
  close(): Promise<void>;
}

/** Puts the services of live projects together. */
export function openLiveProjects(options: LiveOptions): LiveProjects {
  const { database, databaseUrl, means, clock, onError } = options;
  const worker = options.worker ? new WorkerProcess({ means, databaseUrl }, onError) : undefined;
  const runner = new QueuedRunner(database, worker, onError);
  const items = new ItemService(database, means);
  const sender = new WebhookSender(database, clock);
  return {
    projects: new ProjectService({ database, means, runner, clock }),
    labelling: new LabellingService({ database, runner, clock }),
    items,
    agents: new AgentService({ database, runner, clock }),
    events: new EventService(database),
    models: new ModelService(database),
    jobs: new JobService({ database, means, runner, clock }),
    webhooks: new WebhookService(database, clock),
    recover: async () => {
      await runner.recover();
      sender.start();
    },
    close: async () => {
      await sender.close();
      await runner.close();
      await items.close();
    },
  };
}
