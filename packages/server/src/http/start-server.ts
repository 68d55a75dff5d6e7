import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { AlaasError } from '@alaas/contracts';
import { openLiveProjects } from '../workflows/open-live-projects.js';
import { AccessService } from '../services/access/access-service.js';
import { KeyService } from '../services/access/key-service.js';
import { PeopleService } from '../services/access/people-service.js';
import { openEmbedder, type EmbedderOptions } from '../services/embed/open-embedder.js';
import type { ProjectMeans } from '../services/projects/project-settings.js';
import { RunService } from '../services/runs/run-service.js';
import { selectionRunner, type ItemEmbedder } from '../services/selections/run-selection.js';
import { SelectionQueue } from '../services/selections/selection-queue.js';
import { SelectionStore } from '../services/selections/selection-store.js';
import { SystemService } from '../services/system-service.js';
import { UploadStore } from '../services/uploads/upload-store.js';
import { openDatabase } from '../storage/database.js';
import { lockProject } from '../storage/lock/lock-project.js';
import { ALAAS_VERSION } from '../version.js';
import { buildApp } from './build-app.js';

/** How to serve. */
export interface ServerOptions {
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on. Default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Names under which the server answers, besides loopback and `host`. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** The data folder. */
  readonly home: string;
  readonly databaseUrl?: string | undefined;
  /** What requests may name, and the encoder of items. Default: no files, no private addresses. */
  readonly sources?: Omit<EmbedderOptions, 'home'> | undefined;
  /** Makes embeddings of items in place of the one that `sources` describes; it is not closed. */
  readonly embedder?: ItemEmbedder | undefined;
  /** Folder with the files of the web application. Default: only the API, and a plain page to join. */
  readonly site?: string | undefined;
  /** Largest request body. Default 64 MiB. */
  readonly bodyLimitBytes?: number | undefined;
  /** Requests to the API of one key or session in a minute. Default 6,000. */
  readonly requestsPerMinute?: number | undefined;
  /** Selections at work at once. Default 1. */
  readonly concurrency?: number | undefined;
  /** Strategy of `POST /post`. Default `auto`. */
  readonly legacyStrategy?: string | undefined;
  /** Given with every answer of `POST /post`. */
  readonly legacyWarnings?: readonly string[] | undefined;
  /** The time of day: leases and sessions end by it. Default: that of the machine. */
  readonly clock?: (() => Date) | undefined;
  /** Whether it starts a worker for live projects; else one must run elsewhere. Default: true. */
  readonly worker?: boolean | undefined;
  /** Default: JSON lines of level info on standard error. */
  readonly logger?: FastifyBaseLogger | undefined;
  /** Ends the start; a server that runs is ended by `close`. */
  readonly signal?: AbortSignal | undefined;
}

/** A server that listens. */
export interface RunningServer {
  /** As `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /** With this token the first owner joins, from this machine; absent when there are users. */
  readonly firstInvitation?: string | undefined;
  /**
   * Takes no more requests, gives selections at work `drainMs` (default 5,000) to end, stops the
   * others at their next safe point (the next start begins them again), and closes everything.
   */
  close(drainMs?: number): Promise<void>;
}

const BODY_LIMIT_BYTES = 64 * 2 ** 20;
const UPLOADED_FILE_BYTES = 4 * 2 ** 30;
/** A person with a page of thumbnails is far below it, a program without a pause is not. */
const REQUESTS_PER_MINUTE = 6_000;
const DRAIN_MS = 5_000;
const LAST_ANSWERS_MS = 500;

/**
 * Starts the HTTP service: opens the database, takes up what an earlier server left, listens.
 *
 * @throws AlaasError `PROJECT_LOCKED` when another server uses the data folder,
 *   `HTTP_PORT_UNAVAILABLE`, `SOURCE_NOT_FOUND` for a data root, and what `openDatabase` throws.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const logger = options.logger ?? pino({ level: 'info' }, pino.destination(2));
  const lock = await lockProject(options.home, 'serve');
  const steps: (() => Promise<void>)[] = [() => lock.release()];
  try {
    const { home, databaseUrl, sources, signal } = options;
    const ownEmbedder = openEmbedder({ ...sources, home });
    steps.unshift(() => ownEmbedder.close());
    const database = await openDatabase({ home, databaseUrl, signal });
    steps.unshift(() => database.close());
    const owner = createHash('sha256').update(realpathSync(home)).digest('hex');
    const store = new SelectionStore(database, owner);
    const queue = new SelectionQueue({
      store,
      run: selectionRunner(options.embedder ?? ownEmbedder),
      concurrency: options.concurrency ?? 1,
      onError: (error) => logger.error({ err: error }, 'A selection failed'),
    });
    const closing = new AbortController();
    const { clock = () => new Date() } = options;
    const access = new AccessService(database, clock);
    const live = openLiveProjects({
      database,
      databaseUrl,
      means: projectMeans(options),
      worker: options.worker ?? true,
      clock,
      onError: (error) => logger.error({ err: error }, 'The worker of projects'),
    });
    steps.unshift(() => live.close());
    const app = await buildApp(
      {
        version: ALAAS_VERSION,
        database,
        store,
        queue,
        runs: new RunService(database, home),
        projects: live.projects,
        labelling: live.labelling,
        items: live.items,
        agents: live.agents,
        uploads: new UploadStore({ home, fileBytes: UPLOADED_FILE_BYTES, database, clock }),
        events: live.events,
        models: live.models,
        jobs: live.jobs,
        webhooks: live.webhooks,
        access,
        people: new PeopleService(database, clock),
        keys: new KeyService(database, clock),
        system: new SystemService({ database, home, databaseUrl }),
        places: projectMeans(options),
        closing: closing.signal,
        legacyStrategy: options.legacyStrategy ?? 'auto',
        legacyWarnings: options.legacyWarnings ?? [],
      },
      {
        logger,
        host: options.host ?? '127.0.0.1',
        allowedHosts: options.allowedHosts ?? [],
        bodyLimitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
        requestsPerMinute: options.requestsPerMinute ?? REQUESTS_PER_MINUTE,
        site: options.site,
      },
    );
    steps.unshift(() => closeApp(app));
    const url = await listen(app, options);
    await queue.recover();
    await live.recover();
    const close = async (drainMs = DRAIN_MS): Promise<void> => {
      closing.abort();
      await queue.close(drainMs);
      for (const step of steps) await step();
    };
    const firstInvitation = await access.firstInvitation();
    return { url, port: Number(new URL(url).port), firstInvitation, close };
  } catch (error) {
    for (const step of steps) await step();
    throw AlaasError.from(error);
  }
}

function projectMeans({ home, sources }: ServerOptions): ProjectMeans {
  const { dataRoots = [], allowPrivateSources = false } = sources ?? {};
  return { home, dataRoots, allowPrivateSources };
}

/** Lets answers under way end; what a peer keeps open without a request would last a minute. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS);
  await app.close();
  clearTimeout(timer);
}

async function listen(app: FastifyInstance, options: ServerOptions): Promise<string> {
  const { port, host = '127.0.0.1' } = options;
  try {
    return await app.listen({
      port,
      host,
      listenTextResolver: (address) => `Listening on ${address}`,
    });
  } catch (cause) {
    throw new AlaasError(
      'HTTP_PORT_UNAVAILABLE',
      `The server cannot listen on ${host}, port ${port} (${(cause as Error).message}).`,
      { field: 'port', value: port, cause },
    );
  }
}
