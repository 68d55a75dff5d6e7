import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The account that the database server runs under; absent parts mean our own. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const NOBODY = { uid: 65_534, gid: 65_534 } as const;

/**
 * PostgreSQL refuses to run as root, so root lends it the unprivileged account `nobody`, or the
 * owner of data that exists already. Anyone else runs it as oneself.
 */
export function serverAccount(dataDirectory?: string): Account {
  if (process.getuid?.() !== 0) return {};
  if (dataDirectory !== undefined) {
    const { uid, gid } = statSync(dataDirectory);
    if (uid !== 0) return { uid, gid };
  }
  return nobody();
}

/** Whether the account may pass through every folder down to `path` (which must exist). */
export function canReach(account: Account, path: string): boolean {
  if (account.uid === undefined) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const passes = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & passes) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function nobody(): Account {
  try {
    const line = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(-?\d+):(-?\d+):/m);
    if (line === null) return NOBODY;
    return { uid: Number(line[1]) >>> 0, gid: Number(line[2]) >>> 0 };
  } catch {
    return NOBODY;
  }
}
