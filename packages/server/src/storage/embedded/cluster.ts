import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import { canReach, serverAccount, type Account } from './account.js';
import type { Binaries } from './binaries.js';
import { initialise } from './initdb.js';
import { ownFolder } from './own-folder.js';
import { embeddedUnavailable } from './unavailable.js';

/** One project's database on disk. */
export interface Cluster {
  /** Folder of all below. */
  readonly directory: string;
  /** PostgreSQL's own data folder. */
  readonly data: string;
  readonly log: string;
  /** Path of the file with the password, readable by us alone. */
  readonly passwordFile: string;
}

const ABANDONED_AFTER_MS = 10 * 60_000;
const LONGEST_PATH = 800;

/** Where the database of a data folder lies, if it was made before; cheap, starts nothing. */
export function findCluster(home: string): Cluster | undefined {
  const pointer = pointerFile(home);
  if (!existsSync(pointer)) {
    const inside = join(home, 'postgres');
    return existsSync(inside) ? clusterAt(inside) : undefined;
  }
  const { directory } = JSON.parse(readFileSync(pointer, 'utf8')) as { directory: string };
  if (existsSync(directory)) return clusterAt(directory);
  throw new AlaasError(
    'DATABASE_DATA_MISSING',
    `The data of this project lay in ${directory}, which is gone.`,
    {
      field: 'directory',
      value: directory,
      remedy: `Bring the folder back, or delete ${pointer} to begin with an empty database.`,
    },
  );
}

/**
 * Makes the database of a data folder: in the folder itself when the server's account can reach
 * it, else in a folder of ours, to which `postgres.json` in the data folder then points. Two
 * processes may do this at once: one's work is taken, the other's dropped. About one second.
 */
export async function createCluster(
  home: string,
  binaries: Binaries,
  signal?: AbortSignal,
): Promise<Cluster> {
  const account = serverAccount();
  const directory = await placeFor(home, account);
  await dropAbandoned(directory);
  const unfinished = `${directory}.${randomUUID()}.tmp`;
  try {
    await initialise(unfinished, { account, binaries, signal });
    if (directory !== join(home, 'postgres')) return await publishOutside(home, unfinished);
    await rename(unfinished, directory).catch(takenByAnother);
    return clusterAt(directory);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function clusterAt(directory: string): Cluster {
  return {
    directory,
    data: join(directory, 'data'),
    log: join(directory, 'server.log'),
    passwordFile: join(directory, 'password'),
  };
}

function pointerFile(home: string): string {
  return join(home, 'postgres.json');
}

async function placeFor(home: string, account: Account): Promise<string> {
  const inside = join(home, 'postgres');
  await mkdir(home, { recursive: true });
  if (await suits(home, account)) return inside;
  const outside = ownFolder('data', account);
  if (outside === undefined) {
    throw embeddedUnavailable('there is no folder that its account can reach for the data');
  }
  return join(
    outside,
    basename(dirname(home))
      .slice(0, 40)
      .replaceAll(/[^\w.-]/g, '_') || 'project',
  );
}

/** PostgreSQL wants a folder that keeps its mode, and a path without line breaks. */
async function suits(home: string, account: Account): Promise<boolean> {
  if (home.length > LONGEST_PATH || /[\n\r]/.test(home)) return false;
  const trial = join(home, `.${randomUUID()}`);
  await mkdir(trial, { mode: 0o700 });
  try {
    return (statSync(trial).mode & 0o777) === 0o700 && canReach(account, home);
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}

/** Removes what killed processes left half made. */
async function dropAbandoned(directory: string): Promise<void> {
  const folder = dirname(directory);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(directory)}.`) || !name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}

function takenByAnother(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}

/** The pointer decides which of two processes made the database. */
async function publishOutside(home: string, unfinished: string): Promise<Cluster> {
  const directory = unfinished.replace(/\.tmp$/, '');
  const whole = join(home, `.${randomUUID()}.json`);
  await rename(unfinished, directory);
  try {
    await writeFile(whole, `${JSON.stringify({ directory }, null, 2)}\n`);
    await link(whole, pointerFile(home));
    return clusterAt(directory);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return findCluster(home)!;
  } finally {
    await rm(whole, { force: true });
  }
}
