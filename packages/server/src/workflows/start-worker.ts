import type { AlaasError } from '@alaas/contracts';

import { openDatabase, type DatabasePlace } from '../storage/database.js';
import { WorkerProcess } from './worker-process.js';

/** What a worker needs that was not started by a server. */
export interface WorkerStart {
  /** Folder for its cache of embeddings. */
  readonly home: string;
  /** URL of the PostgreSQL that its servers use. */
  readonly databaseUrl: string;
  /** Folders in which projects may name files; the servers should know the same ones. */
  readonly dataRoots: readonly string[];
  readonly allowPrivateSources: boolean;
  readonly signal: AbortSignal;
  /** Told of what goes wrong later; the worker goes on. */
  readonly onError: (error: AlaasError) => void;
}

/** A worker at work. */
export interface StartedWorker {
  /** Whose projects it carries on. */
  readonly place: DatabasePlace;
  /** Ends it at its next safe point; another worker takes up what was under way. */
  close(): Promise<void>;
}

/**
 * Joins the queue of the projects of a database, beside the workers of its servers. It works in a
 * process of its own with a lower priority, which is started again when it dies.
 *
 * @throws AlaasError `DATABASE_…` when it cannot be reached at the start, `CANCELLED`.
 */
export async function startWorker(options: WorkerStart): Promise<StartedWorker> {
  const { home, databaseUrl, dataRoots, allowPrivateSources, signal, onError } = options;
  const database = await openDatabase({ home, databaseUrl, signal });
  await database.close();
  const means = { home, dataRoots, allowPrivateSources };
  const worker = new WorkerProcess({ means, databaseUrl }, onError);
  worker.start();
  return { place: database.place, close: () => worker.close() };
}
