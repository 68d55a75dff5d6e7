import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AlaasError } from '@alaas/contracts';
import { isAlive, processIdentity, type ProcessIdentity } from './process-identity.js';

/** The right to be the only one that works on a data folder; it ends with its process. */
export interface ProjectLock {
  readonly path: string;
  /** Gives the folder free; calling it again does nothing. */
  release(): Promise<void>;
}

interface Holder extends ProcessIdentity {
  readonly id: string;
  readonly startedAt: string;
  readonly purpose: string;
}

const REAPER_TRIES = 1_000;

/**
 * Takes the data folder `home` (created when missing) for this process.
 *
 * The lock is a file that names its holder by pid and start time, so that one left behind by a
 * killed process, or by a machine that lost power, never blocks. Of any number of processes that
 * start at once exactly one gets it. `purpose` names the lock: two purposes do not exclude each
 * other. Processes must see each other's pids: not two containers on one folder.
 *
 * @throws AlaasError `PROJECT_LOCKED` with pid and start time of the holder.
 */
export async function lockProject(home: string, purpose = 'run'): Promise<ProjectLock> {
  await mkdir(home, { recursive: true });
  const path = join(home, `${purpose}.lock`);
  const holder: Holder = {
    ...processIdentity(process.pid)!,
    id: randomUUID(),
    startedAt: new Date().toISOString(),
    purpose,
  };
  while (!(await createWhole(path, holder))) {
    const present = await read(path);
    if (present === undefined) continue;
    if (present.holder !== undefined && isAlive(present.holder)) throw locked(home, present.holder);
    await reap(path, present.text);
  }
  return { path, release: () => release(path, holder) };
}

function locked(home: string, holder: Holder): AlaasError {
  return new AlaasError(
    'PROJECT_LOCKED',
    `The project at ${home} is in use by process ${holder.pid}, started ${holder.startedAt}.`,
    { field: 'home', value: home, pid: holder.pid, startedAt: holder.startedAt },
  );
}

/** Creates a file that has its whole content from the first moment; false when it exists. */
async function createWhole(path: string, holder: Holder): Promise<boolean> {
  const whole = join(dirname(path), `.${holder.id}.lock`);
  const file = await open(whole, 'w', 0o644);
  try {
    await file.writeFile(JSON.stringify(holder));
    await file.sync();
    await file.close();
    await link(whole, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

async function read(path: string): Promise<{ text: string; holder?: Holder } | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    try {
      return { text, holder: JSON.parse(text) as Holder };
    } catch {
      return { text };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Removes a stale lock. Who creates the file named by the lock's content and a number is the only
 * one who may remove that very lock; when that process died too, the next number decides. So no
 * one ever removes a lock that was taken afresh in between.
 */
async function reap(path: string, staleText: string): Promise<void> {
  const token = createHash('sha256').update(staleText).digest('hex').slice(0, 16);
  const self: Holder = {
    ...processIdentity(process.pid)!,
    id: randomUUID(),
    startedAt: '',
    purpose: 'reap',
  };
  const reapers: string[] = [];
  for (let attempt = 0, turn = 0; attempt < REAPER_TRIES; attempt++) {
    const reaper = `${path}.${token}.${turn}`;
    if (await createWhole(reaper, self)) {
      if ((await read(path))?.text === staleText) await rm(path, { force: true });
      for (const done of [...reapers, reaper]) await rm(done, { force: true });
      return;
    }
    const other = await read(reaper);
    if ((await read(path))?.text !== staleText) return;
    if (other?.holder !== undefined && isAlive(other.holder)) {
      await wait(5);
    } else if (other !== undefined) {
      reapers.push(reaper);
      turn++;
    }
  }
}

async function release(path: string, holder: Holder): Promise<void> {
  if ((await read(path))?.holder?.id === holder.id) await rm(path, { force: true });
}
