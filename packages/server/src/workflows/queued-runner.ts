import { DBOSClient } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import { AlaasError, type Job } from '@alaas/contracts';

import { AT_WORK } from '../services/projects/live-project.js';
import type { ProjectRunner } from '../services/projects/project-service.js';
import type { Database } from '../storage/database.js';
import { SILENT_LOGGER } from './silent-logger.js';
import type { WorkerProcess } from './worker-process.js';
import {
  APPLICATION,
  APPLICATION_VERSION,
  PROJECT_JOB,
  PROJECT_QUEUE,
  PROJECT_ROUND,
  WORKFLOW_SCHEMA,
  jobQueue,
} from './workflow-names.js';

/** How often a server without work looks whether another one left some. */
const WATCH_MS = 5_000;

/**
 * Carries projects on by durable workflows in a worker process, which is started with the first
 * project. A call that is lost is made up for: workers look for projects that nobody carries on.
 */
export class QueuedRunner implements ProjectRunner {
  readonly #database: Database;
  readonly #worker: WorkerProcess | undefined;
  readonly #onError: (error: AlaasError) => void;
  #watch: NodeJS.Timeout | undefined;
  #pool: pg.Pool | undefined;
  #client: Promise<DBOSClient> | undefined;

  /** @param worker started with the first project; none where workers run elsewhere. */
  constructor(
    database: Database,
    worker: WorkerProcess | undefined,
    onError: (error: AlaasError) => void,
  ) {
    this.#database = database;
    this.#worker = worker;
    this.#onError = onError;
  }

  /** Starts the worker where there is something to do, now or later: other servers may die. */
  async recover(): Promise<void> {
    await this.#startWhereNeeded();
    if (this.#worker === undefined) return;
    this.#watch ??= setInterval(() => {
      // A database that is away for a moment is asked again.
      this.#startWhereNeeded().catch(() => undefined);
    }, WATCH_MS).unref();
  }

  async #startWhereNeeded(): Promise<void> {
    const { sql: db } = this.#database;
    const projects = db.selectFrom('live_projects').select('id').where('status', 'in', AT_WORK);
    const jobs = db.selectFrom('jobs').select('id').where('status', 'in', ['queued', 'running']);
    const open = await projects.union(jobs).limit(1).executeTakeFirst();
    if (open !== undefined) this.#worker?.start();
  }

  wake(id: string): void {
    this.#enqueue(id, { queueName: PROJECT_QUEUE, workflowName: PROJECT_ROUND });
  }

  startJob({ id, kind }: Pick<Job, 'id' | 'kind'>): void {
    this.#enqueue(id, { queueName: jobQueue(kind), workflowName: PROJECT_JOB });
  }

  #enqueue(id: string, where: { readonly queueName: string; readonly workflowName: string }): void {
    this.#worker?.start();
    void this.#send(id, where).catch((error: unknown) => {
      // The tables of workflows come with the first worker, which then looks for itself.
      const missing = /relation .* does not exist|schema .* does not exist/.test(String(error));
      if (!missing) this.#onError(AlaasError.from(error));
    });
  }

  /** Ends the worker at its next safe point. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    await this.#worker?.close();
    await (await this.#client?.catch(() => undefined))?.destroy();
    await this.#pool?.end();
  }

  async #send(
    id: string,
    where: { readonly queueName: string; readonly workflowName: string },
  ): Promise<void> {
    const client = await (this.#client ??= this.#open());
    await client.enqueue({ ...where, appVersion: APPLICATION_VERSION }, id);
  }

  #open(): Promise<DBOSClient> {
    this.#pool ??= this.#database.connections({ max: 2, application_name: 'alaas workflows' });
    const client = DBOSClient.create({
      systemDatabaseUrl: '',
      systemDatabasePool: this.#pool,
      systemDatabaseSchemaName: WORKFLOW_SCHEMA,
      applicationName: APPLICATION,
      logger: SILENT_LOGGER,
    });
    client.catch(() => (this.#client = undefined));
    return client;
  }
}
