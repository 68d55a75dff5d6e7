import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Principal } from '../access/principal.js';
import { uploadFolder } from './upload-place.js';

/** Which upload of which data folder. */
export interface UploadKey {
  readonly home: string;
  readonly id: string;
}

/** Keeps whose an upload is, in a file beside it. Call it before there is the folder. */
export async function keepOwner(key: UploadKey, user: string | undefined): Promise<void> {
  // Without users, this machine may do everything, and whoever joins later goes on with it.
  if (user === undefined) return;
  const file = ownerFile(key);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, user, { mode: 0o600, flush: true });
}

/** Forgets whose it was. Call it after the folder is gone. */
export async function forgetOwner(key: UploadKey): Promise<void> {
  await rm(ownerFile(key), { force: true });
}

/** Whether an upload is for somebody to use: it is theirs, or they own the installation. */
export function isUploadOf(key: UploadKey, by: Pick<Principal, 'role' | 'user'>): boolean {
  if (by.role === 'owner') return true;
  const user = ownerOf(key);
  // Uploads of earlier releases, and of the time before anybody had joined, are nobody's: they stay
  // there for all who have the right to uploads.
  return user === undefined || user === by.user;
}

function ownerOf(key: UploadKey): string | undefined {
  try {
    return readFileSync(ownerFile(key), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where uploads lie, so that it is shared and kept with them; no project can name it. */
function ownerFile({ home, id }: UploadKey): string {
  return `${uploadFolder(home, id)}.owner`;
}
