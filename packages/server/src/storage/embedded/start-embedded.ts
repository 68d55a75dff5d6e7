import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { AlaasError } from '@alaas/contracts';
import { throwIfCancelled } from '@alaas/core';
import pg from 'pg';
import { serverAccount } from './account.js';
import { preparedBinaries } from './binaries.js';
import { createCluster, findCluster, type Cluster } from './cluster.js';
import { CLUSTER_USER } from './initdb.js';
import { runningPostmaster, stopPostmaster, type Postmaster } from './postmaster.js';
import { embeddedUnavailable } from './unavailable.js';

/** How to reach the server: through a socket that only we may use. */
type Connection = Readonly<Pick<pg.ClientConfig, 'host' | 'user' | 'password' | 'database'>>;

/**
 * A use of the built-in server; the server ends with its last user. One that dies under its users is
 * started again, at another socket.
 */
export interface EmbeddedServer {
  /** How to reach the server that runs now. */
  connection(): Connection;
  /** Where the data lies. */
  readonly directory: string;
  /** Gives the use back, after the pool was closed; stops the server when no one else has one. */
  close(): Promise<void>;
}

/** Key of the advisory lock: shared by users, exclusive for the one that stops the server. */
const USERS_LOCK = 4_117_001;
const RETRY_MS = 50;
const CONNECT_ATTEMPTS = 200;
const REVIVE_PAUSE_MS = 1_000;
/** The server is starting or stopping, or its socket is not there (any more). */
const PASSING = ['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE'];

/**
 * Starts the built-in PostgreSQL of a data folder, or joins the one that runs. First use on a
 * machine copies the programs (60 MB) and makes the database, about 1 s; later ones take 0.1 s.
 * Acknowledged writes outlive the server's death: the next one replays its log.
 *
 * @throws AlaasError `DATABASE_EMBEDDED_UNAVAILABLE`, `DATABASE_START_FAILED`,
 *   `DATABASE_DATA_MISSING`.
 */
export async function startEmbedded(home: string, signal?: AbortSignal): Promise<EmbeddedServer> {
  const cluster = await clusterOf(home, signal);
  let use = await enter(cluster, signal);
  const closing = new AbortController();
  let reviving = Promise.resolve();
  const watch = ({ keeper }: Use): void => {
    // Clients of ours that come before the new server is there are told that it cannot be reached.
    keeper.on('end', () => {
      if (closing.signal.aborted) return;
      reviving = enterAgain(cluster, closing.signal).then((next) => {
        if (next === undefined) return;
        use = next;
        watch(use);
      });
    });
  };
  watch(use);
  return {
    connection: () => use.connection,
    directory: cluster.directory,
    close: async () => {
      closing.abort();
      await reviving;
      await leave(use);
    },
  };
}

/** One connection to a server that runs, which holds the shared lock. */
interface Use {
  readonly connection: Connection;
  readonly keeper: pg.Client;
  readonly postmaster: Postmaster;
}

/** Tries until there is a server again, or nobody needs one any more. */
async function enterAgain(cluster: Cluster, closing: AbortSignal): Promise<Use | undefined> {
  while (!closing.aborted) {
    try {
      return await enter(cluster, closing);
    } catch {
      await wait(REVIVE_PAUSE_MS, undefined, { signal: closing }).catch(() => undefined);
    }
  }
  return undefined;
}

async function enter(cluster: Cluster, signal: AbortSignal | undefined): Promise<Use> {
  const account = ownedAccount(cluster);
  const postgres = async () => (await preparedBinaries(account, signal)).postgres;
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(signal);
    const postmaster = await runningPostmaster(cluster, { account, postgres, signal });
    try {
      return await join(cluster, postmaster);
    } catch (error) {
      const code = (error as { code?: string }).code ?? 'ECONNRESET';
      if (!PASSING.includes(code) || attempt === CONNECT_ATTEMPTS) throw notJoined(error);
      await wait(RETRY_MS);
    }
  }
}

async function clusterOf(home: string, signal?: AbortSignal): Promise<Cluster> {
  const present = findCluster(home);
  if (present !== undefined) return present;
  return createCluster(home, await preparedBinaries(serverAccount(), signal), signal);
}

function ownedAccount(cluster: Cluster): ReturnType<typeof serverAccount> {
  try {
    readFileSync(cluster.passwordFile);
    return serverAccount(cluster.data);
  } catch (cause) {
    throw embeddedUnavailable(`the data in ${cluster.directory} belongs to another user`, cause);
  }
}

/** Holds the shared lock for as long as this use lasts; it falls with our connection. */
async function join(cluster: Cluster, postmaster: Postmaster): Promise<Use> {
  const connection = {
    host: postmaster.socketDirectory,
    user: CLUSTER_USER,
    password: readFileSync(cluster.passwordFile, 'utf8'),
    database: 'postgres',
  };
  const keeper = new pg.Client({ ...connection, application_name: 'alaas keeper' });
  keeper.on('error', () => undefined);
  await keeper.connect();
  await keeper.query('select pg_advisory_lock_shared($1)', [USERS_LOCK]);
  return { connection, keeper, postmaster };
}

/**
 * Whoever gets the exclusive lock is the last user and stops the server. A newcomer waits for its
 * shared lock meanwhile, sees its connection end with the server, and starts a new one.
 */
async function leave({ keeper, postmaster }: Use): Promise<void> {
  try {
    await keeper.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK]);
    const answer = await keeper.query<{ last: boolean }>(
      'select pg_try_advisory_lock($1) as last',
      [USERS_LOCK],
    );
    if (answer.rows[0]?.last === true) await stopPostmaster(postmaster);
  } catch {
    // The server is gone already: nothing to give back.
  } finally {
    await keeper.end().catch(() => undefined);
  }
}

function notJoined(cause: unknown): AlaasError {
  return new AlaasError(
    'DATABASE_START_FAILED',
    `The built-in database does not accept us: ${(cause as Error).message}`,
    { cause },
  );
}
