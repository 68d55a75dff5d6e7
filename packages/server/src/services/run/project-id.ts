import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeAtomically } from '../outputs/write-atomically.js';

/**
 * The name under which the database keeps a project: that of its data folder, which moves with it,
 * and its own, because several configurations may share a data folder. Call it under the lock.
 */
export async function projectId(home: string, project: string): Promise<string> {
  const file = join(home, 'id');
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (known !== undefined && known.trim() !== '') return `${known.trim()}/${project}`;
  await mkdir(home, { recursive: true });
  const id = randomUUID();
  await writeAtomically(file, `${id}\n`);
  return `${id}/${project}`;
}
