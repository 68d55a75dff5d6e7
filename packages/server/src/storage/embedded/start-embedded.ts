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

/** A use of the built-in server; the server ends with its last user. */
export interface EmbeddedServer {
  readonly connection: Readonly<Pick<pg.ClientConfig, 'host' | 'user' | 'password' | 'database'>>;
  /** Where the data lies. */
  readonly directory: string;
  /** Gives the use back, after the pool was closed; stops the server when no one else has one. */
  close(): Promise<void>;
}

/** Key of the advisory lock: shared by users, exclusive for the one that stops the server. */
const USERS_LOCK = 4_117_001;
const RETRY_MS = 50;
const CONNECT_ATTEMPTS = 200;
/** The server is starting or stopping, or its socket is not there (any more). */
const PASSING = ['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE'];

/**
 * Starts the built-in PostgreSQL of a data folder, or joins the one that runs. First use on a
 * machine copies the programs (60 MB) and makes the database, about 1 s; later ones take 0.1 s.
 *
 * @throws AlaasError `DATABASE_EMBEDDED_UNAVAILABLE`, `DATABASE_START_FAILED`,
 *   `DATABASE_DATA_MISSING`.
 */
export async function startEmbedded(home: string, signal?: AbortSignal): Promise<EmbeddedServer> {
  const cluster = await clusterOf(home, signal);
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
async function join(cluster: Cluster, postmaster: Postmaster): Promise<EmbeddedServer> {
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
  return {
    connection,
    directory: cluster.directory,
    close: () => leave(keeper, postmaster),
  };
}

/**
 * Whoever gets the exclusive lock is the last user and stops the server. A newcomer waits for its
 * shared lock meanwhile, sees its connection end with the server, and starts a new one.
 */
async function leave(keeper: pg.Client, postmaster: Postmaster): Promise<void> {
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
