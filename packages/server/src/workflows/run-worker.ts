import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { sql } from 'kysely';

import { AT_WORK } from '../services/projects/live-project.js';
import { LearnerPool } from '../services/projects/learner-pool.js';
import { ShardEncoders } from '../services/projects/shards/shard-encoders.js';
import type { ShardName } from '../services/projects/shards/shard-store.js';
import { openDatabase, type Database } from '../storage/database.js';
import { holdExecutorLock, type ExecutorLock } from './executor-lock.js';
import { enqueueShard, registerPoolShard } from './pool-shard.js';
import { registerProjectJob } from './project-job.js';
import { registerProjectRound } from './project-round.js';
import { SILENT_LOGGER } from './silent-logger.js';
import type { WorkerOptions } from './worker-messages.js';
import {
  APPLICATION,
  APPLICATION_VERSION,
  JOB_QUEUE,
  POOL_SHARD,
  PROJECT_JOB,
  PROJECT_QUEUE,
  PROJECT_ROUND,
  SHARD_QUEUE,
  WORKFLOW_SCHEMA,
  jobQueue,
} from './workflow-names.js';

/** A worker at work. */
export interface RunningWorker {
  /** Stops at the next safe point; another worker, or the next one, takes up what was under way. */
  stop(): Promise<void>;
}

/** DBOS holds one connection while it dispatches, and half of the others may wait for results. */
const WORKFLOW_CONNECTIONS = 6;
/**
 * How much of each queue a worker does at a time, and how often it looks: a look is four statements,
 * also where there is nothing to do. For a round people may be waiting.
 */
const QUEUES = [
  { queue: PROJECT_QUEUE, atATime: 1, lookMs: 200 },
  { queue: SHARD_QUEUE, atATime: 2, lookMs: 300 },
  { queue: JOB_QUEUE, atATime: 1, lookMs: 500 },
] as const;
const CARE_MS = 2_000;

/**
 * Joins the queue of projects: carries rounds out, takes over those of workers that died, and looks
 * after projects that nobody carries on. DBOS is one for each process, and so is this.
 *
 * @param onLost called when the database is gone for good: the process should end then.
 * @throws AlaasError `DATABASE_…`.
 */
export async function runWorker(
  { means, databaseUrl }: WorkerOptions,
  onLost: () => void,
): Promise<RunningWorker> {
  const stop = new AbortController();
  const database = await openDatabase({ home: means.home, databaseUrl });
  const learners = new LearnerPool(database, stop.signal);
  const encoders = new ShardEncoders();
  const executor = `${hostname()}/${process.pid}/${randomUUID()}`;
  const lock = await holdExecutorLock(database.connection(), executor, onLost);
  const pool = database.connections({
    max: WORKFLOW_CONNECTIONS,
    application_name: 'alaas workflows',
  });
  const work = { database, learners, encoders, means, signal: stop.signal };
  registerProjectRound(work);
  registerPoolShard(work);
  registerProjectJob(work);
  DBOS.setConfig({
    name: APPLICATION,
    systemDatabasePool: pool,
    systemDatabaseSchemaName: WORKFLOW_SCHEMA,
    applicationVersion: APPLICATION_VERSION,
    executorID: executor,
    maxConcurrentQueueDispatches: 1,
    logger: SILENT_LOGGER,
  });
  // Workers that start together on a new database would make its tables twice.
  await lock.alone(() => DBOS.launch());
  for (const { queue, atATime, lookMs } of QUEUES) {
    await DBOS.registerQueue(queue, {
      workerConcurrency: atATime,
      minPollingIntervalMs: lookMs,
      onConflict: 'always_update',
    });
  }
  let caring = careFor(database, lock);
  const timer = setInterval(() => {
    caring = caring.then(() => careFor(database, lock));
  }, CARE_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      stop.abort();
      await caring;
      await DBOS.shutdown();
      await learners.closeAll();
      await encoders.closeAll();
      await pool.end();
      await lock.release();
      await database.close();
    },
  };
}

/** What goes wrong here is tried again in a moment; a lost database ends the process elsewhere. */
async function careFor(database: Database, lock: ExecutorLock): Promise<void> {
  try {
    await takeOverFromDead(lock);
    await wakeForgotten(database);
    await encodeForgotten(database);
    await startForgotten(database);
  } catch {
    // The next look comes soon.
  }
}

/** Puts rounds and jobs of dead workers back into the queue: whoever gets the lock of one knows it is dead. */
async function takeOverFromDead(lock: ExecutorLock): Promise<void> {
  const pending = await DBOS.listWorkflows({ status: 'PENDING' });
  const others = new Set(pending.map(({ executorId }) => executorId));
  others.delete(DBOS.executorID);
  for (const other of others) {
    if (other === undefined) continue;
    await lock.ifDead(other, async () => {
      await DBOSExecutor.globalInstance?.recoverPendingWorkflows([other]);
    });
  }
}

/** Projects with something to do of which no workflow is under way: their call was lost in a crash. */
async function wakeForgotten(database: Database): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from alaas.live_projects as project
    where status = any(${[...AT_WORK]}::text[]) and problem is null and (
      work in ('choose', 'train')
      or (work = 'read-pool' and not exists (
        select from alaas.live_shards as shard
        where shard.project = project.sequence and shard.outcome is null))
      or (work = 'wait-for-labels' and not exists (
        select from alaas.live_tasks as task
        where task.project = project.sequence and task.batch is not null
          and task.state = 'open')))`.execute(database.sql);
  const forgotten = await withoutWorkflow(
    PROJECT_ROUND,
    rows.map(({ id }) => id),
  );
  for (const id of forgotten) {
    await DBOS.enqueueWorkflowWithOptions(
      { queueName: PROJECT_QUEUE, workflowName: PROJECT_ROUND, appVersion: APPLICATION_VERSION },
      id,
    );
  }
}

/** The same for shards, unless the round that puts them into the queue is still at it. */
async function encodeForgotten(database: Database): Promise<void> {
  const { rows } = await sql<ShardName & { readonly id: string }>`
    select project.id, shard.part, shard.first_item as first
    from alaas.live_shards as shard
    join alaas.live_projects as project on project.sequence = shard.project
    where shard.outcome is null and project.problem is null
      and project.status = any(${[...AT_WORK]}::text[])
    order by project.sequence, shard.part, shard.first_item`.execute(database.sql);
  const nameOf = ({ id, part, first }: (typeof rows)[number]) => `${id}/${part}/${first}`;
  const idle = await withoutWorkflow(
    PROJECT_ROUND,
    rows.map(({ id }) => id),
  );
  const forgotten = await withoutWorkflow(POOL_SHARD, rows.map(nameOf));
  for (const row of rows) {
    if (idle.has(row.id) && forgotten.has(nameOf(row))) await enqueueShard(row.id, row);
  }
}

/** The same for jobs. */
async function startForgotten({ sql: db }: Database): Promise<void> {
  const jobs = await db
    .selectFrom('jobs')
    .select(['id', 'kind'])
    .where('status', 'in', ['queued', 'running'])
    .execute();
  const forgotten = await withoutWorkflow(
    PROJECT_JOB,
    jobs.map(({ id }) => id),
  );
  for (const { id, kind } of jobs) {
    if (!forgotten.has(id)) continue;
    await DBOS.enqueueWorkflowWithOptions(
      { queueName: jobQueue(kind), workflowName: PROJECT_JOB, appVersion: APPLICATION_VERSION },
      id,
    );
  }
}

/** Those of some inputs, their parts joined by slashes, that no workflow of the name works on. */
async function withoutWorkflow(
  workflowName: string,
  inputs: readonly string[],
): Promise<ReadonlySet<string>> {
  const without = new Set(inputs);
  if (without.size === 0) return without;
  const active = await DBOS.listWorkflows({
    status: ['PENDING', 'ENQUEUED'],
    workflowName,
    loadInput: true,
  });
  for (const { input = [] } of active) without.delete(input.join('/'));
  return without;
}
