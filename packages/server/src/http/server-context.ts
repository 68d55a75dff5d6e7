import type { Database } from '../storage/database.js';
import type { ItemService } from '../services/items/item-service.js';
import type { LabellingService } from '../services/assignment/labelling-service.js';
import type { AccessService } from '../services/access/access-service.js';
import type { JobService } from '../services/jobs/job-service.js';
import type { ModelService } from '../services/models/model-service.js';
import type { KeyService } from '../services/access/key-service.js';
import type { PeopleService } from '../services/access/people-service.js';
import type { AgentService } from '../services/projects/agent-service.js';
import type { EventService } from '../services/projects/event-service.js';
import type { ProjectService } from '../services/projects/project-service.js';
import type { WebhookService } from '../services/webhooks/webhook-service.js';
import type { RunService } from '../services/runs/run-service.js';
import type { SelectionQueue } from '../services/selections/selection-queue.js';
import type { SystemService } from '../services/system-service.js';
import type { UploadStore } from '../services/uploads/upload-store.js';
import type { SelectionStore } from '../services/selections/selection-store.js';

/** What the routes work with. */
export interface ServerContext {
  readonly version: string;
  readonly database: Database;
  readonly store: SelectionStore;
  readonly queue: SelectionQueue;
  readonly runs: RunService;
  readonly projects: ProjectService;
  readonly labelling: LabellingService;
  readonly items: ItemService;
  readonly agents: AgentService;
  readonly uploads: UploadStore;
  readonly events: EventService;
  readonly models: ModelService;
  readonly jobs: JobService;
  readonly webhooks: WebhookService;
  readonly access: AccessService;
  readonly people: PeopleService;
  readonly keys: KeyService;
  readonly system: SystemService;
  /** What requests may name. */
  readonly places: { readonly home: string; readonly dataRoots: readonly string[] };
  /** Fires when the server begins to close: open streams end then. */
  readonly closing: AbortSignal;
  /** Strategy of requests of the original ALaaS, which do not name one. */
  readonly legacyStrategy: string;
  /** Warnings of the configuration of the original ALaaS, given with each of its answers. */
  readonly legacyWarnings: readonly string[];
}
