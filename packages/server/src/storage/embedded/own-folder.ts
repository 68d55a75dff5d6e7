import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { canReach, type Account } from './account.js';

/** What a folder of ours outside the project is for. */
export type FolderPurpose = 'cache' | 'data';

/**
 * A folder of our own for what cannot lie in the project: the first place that can be written, that
 * the account can reach, and that no one else can tamper with. Undefined when there is none.
 */
export function ownFolder(purpose: FolderPurpose, account: Account): string | undefined {
  return candidates(purpose).find((folder) => isUsable(folder, account));
}

function candidates(purpose: FolderPurpose): string[] {
  const uid = process.getuid?.() ?? 0;
  const shared = join('/var/tmp', `alaas-${uid}`);
  if (uid === 0) return [purpose === 'cache' ? '/var/cache/alaas' : '/var/lib/alaas', shared];
  const personal =
    purpose === 'cache'
      ? (process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'))
      : (process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'));
  return [join(personal, 'alaas'), shared];
}

function isUsable(folder: string, account: Account): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: account.uid === undefined ? 0o700 : 0o711 });
    const { uid, mode } = lstatSync(folder);
    const ours = uid === process.getuid?.() && (mode & 0o022) === 0;
    return ours && lstatSync(folder).isDirectory() && canReach(account, folder);
  } catch {
    return false;
  }
}
