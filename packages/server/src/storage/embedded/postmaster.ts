import { spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AlaasError } from '@alaas/contracts';
import { throwIfCancelled } from '@alaas/core';
import { commandLine, processIdentity } from '../lock/process-identity.js';
import { canReach, type Account } from './account.js';
import type { Cluster } from './cluster.js';
import { embeddedUnavailable } from './unavailable.js';

/** A server that accepts connections. */
export interface Postmaster {
  readonly pid: number;
  readonly socketDirectory: string;
}

const SOCKET_PREFIX = 'alaas-pg-';
/** The system's limit for a socket's path is 104 to 108 bytes; the file's name takes 14. */
const LONGEST_SOCKET_DIRECTORY = 85;
const POLL_MS = 10;
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const LOG_BYTES_KEPT = 1_000_000;

/** Small, durable, and reachable through the private socket only. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '40',
  superuser_reserved_connections: '1',
  shared_buffers: '16MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  fsync: 'on',
  synchronous_commit: 'on',
  io_method: 'sync',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  autovacuum_worker_slots: '2',
  autovacuum_max_workers: '1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const;

/**
 * The running server of a cluster: the one that runs already, an orphan of a killed process too,
 * else one started now. It runs detached in a session of its own, so a Ctrl-C does not reach it.
 *
 * @throws AlaasError `DATABASE_START_FAILED` with the end of its log.
 */
export async function runningPostmaster(
  cluster: Cluster,
  options: { account: Account; postgres: () => Promise<string>; signal?: AbortSignal | undefined },
): Promise<Postmaster> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  let child: StartedServer | undefined;
  while (Date.now() < deadline) {
    throwIfCancelled(options.signal);
    const present = presentPostmaster(cluster);
    if (present?.status === 'ready') return present;
    if (present === undefined && (child === undefined || child.ended())) {
      if (child?.failedForGood()) throw startFailed(cluster, logTail(cluster));
      child = await startServer(cluster, options.account, await options.postgres());
    }
    await wait(POLL_MS);
  }
  throw startFailed(cluster, `it was not ready after ${READY_TIMEOUT_MS / 1000} s`);
}

/** Stops a server that no one uses any more; waits for its last write. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  const { pid, socketDirectory } = postmaster;
  const identity = processIdentity(pid);
  signalTo(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (identity !== undefined && processIdentity(pid)?.started === identity.started) {
    if (Date.now() > deadline) {
      // An immediate stop loses nothing: the next start replays the write-ahead log.
      signalTo(pid, 'SIGQUIT');
      break;
    }
    await wait(POLL_MS);
  }
  removeSocketDirectory(socketDirectory);
}

/** What the pid file says, when the process it names is really this cluster's server. */
function presentPostmaster(
  cluster: Cluster,
): (Postmaster & { readonly status: string }) | undefined {
  const path = join(cluster.data, 'postmaster.pid');
  const lines = readLines(path);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  // The random name of its socket directory tells this server from any other process.
  const socketDirectory = lines[4] ?? '';
  const mark = `unix_socket_directories=${socketDirectory === '' ? '' : `${socketDirectory} `}`;
  if (commandLine(pid).includes(mark)) {
    return { pid, socketDirectory, status: (lines[7] ?? '').trim() };
  }
  // PostgreSQL takes any living process with this pid and its account for a server: help it.
  if (processIdentity(pid) !== undefined) rmSync(path, { force: true });
  removeSocketDirectory(socketDirectory);
  return undefined;
}

interface StartedServer {
  ended(): boolean;
  /** Ended by itself, and not because another server had been started in the same moment. */
  failedForGood(): boolean;
}

async function startServer(
  cluster: Cluster,
  account: Account,
  postgres: string,
): Promise<StartedServer> {
  const socketDirectory = makeSocketDirectory(account);
  const settings = { ...SETTINGS, unix_socket_directories: socketDirectory };
  // Each setting is a word of its own, so that the command line tells where the socket is.
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  if ((statSync(cluster.log, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_KEPT) {
    await truncate(cluster.log);
  }
  const log = openSync(cluster.log, 'a', 0o600);
  const logStart = statSync(cluster.log).size;
  let child: ChildProcess;
  try {
    child = spawn(postgres, ['-D', cluster.data, ...args], {
      ...account,
      cwd: '/',
      detached: true,
      env: { LC_ALL: 'C' },
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  child.unref();
  const ended = (): boolean => {
    if (failure !== undefined) {
      throw embeddedUnavailable(`its program may not be run (${failure.message})`, failure);
    }
    const over = child.exitCode !== null || child.signalCode !== null;
    if (over) void rm(socketDirectory, { recursive: true, force: true });
    return over;
  };
  return {
    ended,
    failedForGood: () => {
      const said = readFileSync(cluster.log, 'utf8').slice(logStart);
      return !/lock file ".*" already exists|shared memory block .* still in use/.test(said);
    },
  };
}

function makeSocketDirectory(account: Account): string {
  for (const parent of new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])) {
    try {
      if (parent.length > LONGEST_SOCKET_DIRECTORY - 20 || !canReach(account, parent)) continue;
      const directory = mkdtempSync(join(parent, SOCKET_PREFIX));
      if (account.uid !== undefined) chownSync(directory, account.uid, account.gid ?? account.uid);
      return directory;
    } catch {
      continue;
    }
  }
  throw embeddedUnavailable('no folder for temporary files takes its socket');
}

function removeSocketDirectory(directory: string): void {
  if (basename(directory).startsWith(SOCKET_PREFIX)) {
    rmSync(directory, { recursive: true, force: true });
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function startFailed(cluster: Cluster, reason: string): AlaasError {
  return new AlaasError('DATABASE_START_FAILED', `The database did not start: ${reason}`, {
    field: 'log',
    value: cluster.log,
  });
}

function logTail(cluster: Cluster): string {
  return readFileSync(cluster.log, 'utf8').trim().split('\n').slice(-3).join(' ');
}
