import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { gibibytes } from './gibibytes.js';
import type { CheckResult, Patient } from './finding.js';

const SCARCE_BYTES = 2 ** 30;
const LEAST_BYTES = 2 ** 28;

/** The data folder can be written, and its disk has room. */
export async function checkDisk({ home }: Patient): Promise<CheckResult> {
  const place = await nearestFolder(resolve(home));
  const writable = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
  const { bavail, bsize } = await statfs(place);
  const free = bavail * bsize;
  const detail = `${gibibytes(free)} free for ${resolve(home)}`;
  if (!writable) {
    const remedy = 'Set ALAAS_HOME to a folder that you may write.';
    return { status: 'failed', detail: `${place} cannot be written`, remedy };
  }
  if (free >= SCARCE_BYTES) return { status: 'ok', detail };
  const remedy = 'Free some space, or set ALAAS_HOME to a folder on a larger disk.';
  return { status: free < LEAST_BYTES ? 'failed' : 'warning', detail, remedy };
}

/** The folder itself, or the one in which it will be made. */
async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true || dirname(path) === path
    ? path
    : nearestFolder(dirname(path));
}
