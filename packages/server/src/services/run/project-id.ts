import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeAtomically } from '../outputs/write-atomically.js';

/**
 * The name under which the database keeps a project: that of its data folder, which moves with it,
 * and its own, because several configurations may share a data folder. Call it under the lock.
 */
export async function projectId(home: string, project: string): Promise<string> {
  const known = await knownFolderId(home);
  if (known !== undefined) return `${known}/${project}`;
  await mkdir(home, { recursive: true });
  const id = randomUUID();
  await writeAtomically(join(home, 'id'), `${id}\n`);
  return `${id}/${project}`;
}

/** The name of a data folder; undefined while no project of it was ever run. */
export async function knownFolderId(home: string): Promise<string | undefined> {
  const text = await readFile(join(home, 'id'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.trim() === '' ? undefined : text.trim();
}
