import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import { throwIfCancelled } from '@alaas/core';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { embeddedUnavailable } from './unavailable.js';

/** The one user of an embedded database. */
export const CLUSTER_USER = 'alaas';

/** Means of `initialise`. */
export interface InitialiseOptions {
  readonly account: Account;
  readonly binaries: Binaries;
  readonly signal?: AbortSignal | undefined;
}

/** Makes an empty database in `directory`: `data`, owned by the account, and `password`. */
export async function initialise(directory: string, options: InitialiseOptions): Promise<void> {
  const data = join(directory, 'data');
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(directory, 'password.initdb');
  await mkdir(data, { recursive: true, mode: 0o700 });
  await chmod(directory, options.account.uid === undefined ? 0o700 : 0o711);
  await writeFile(join(directory, 'password'), password, { mode: 0o600 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  for (const path of [data, passwordFile]) await lend(path, options.account);
  await runInitdb(data, passwordFile, options);
  await rm(passwordFile);
}

async function lend(path: string, { uid, gid }: Account): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  try {
    await chown(path, uid, gid);
  } catch (cause) {
    throw embeddedUnavailable('root may not give files to another account here', cause);
  }
}

function runInitdb(data: string, passwordFile: string, options: InitialiseOptions): Promise<void> {
  const { account, binaries, signal } = options;
  throwIfCancelled(signal);
  const args = ['-D', data, '-U', CLUSTER_USER, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'];
  return new Promise<void>((resolve, reject) => {
    const child = spawn(binaries.initdb, [...args, '--locale=C', '-E', 'UTF8'], {
      ...account,
      cwd: '/',
      env: { LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stop = (): void => void child.kill();
    signal?.addEventListener('abort', stop, { once: true });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', (cause) => reject(mayNotRun(cause)));
    child.on('close', (status) => {
      signal?.removeEventListener('abort', stop);
      if (status === 0) resolve();
      else reject(signal?.aborted ? cancelled(signal) : initFailed(said.trim()));
    });
  });
}

function mayNotRun(cause: Error): AlaasError {
  return embeddedUnavailable(`its program may not be run (${cause.message})`, cause);
}

function cancelled(signal: AbortSignal): AlaasError {
  return new AlaasError('CANCELLED', 'The start of the database was cancelled.', {
    cause: signal.reason,
  });
}

function initFailed(said: string): AlaasError {
  if (said.includes('user does not exist')) {
    return embeddedUnavailable('its account has no name on this machine (no line in /etc/passwd)');
  }
  return new AlaasError('DATABASE_START_FAILED', `The database could not be made: ${said}`, {
    remedy: 'Free some disk space and check that the data folder can be written, then try again.',
  });
}
