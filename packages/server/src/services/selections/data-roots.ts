import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AlaasError } from '@alaas/contracts';

/**
 * The real path of a file or folder that a request names: absolute, as a file URL, or relative to
 * one of the data roots. Links are followed first, so that none leads out.
 *
 * @throws AlaasError `HTTP_SOURCE_REFUSED` for anything not inside a data root, and for what does
 *   not exist, so that a request cannot find out what lies elsewhere.
 */
export function insideDataRoots(dataRoots: readonly string[], named: string): string {
  const path = named.startsWith('file:') ? pathOfUrl(named) : named;
  for (const root of dataRoots.map(realPath)) {
    if (root === undefined || path === undefined) continue;
    const real = realPath(isAbsolute(path) ? path : join(root, path));
    if (real !== undefined && contains(root, real)) return real;
  }
  const why = dataRoots.length === 0 ? 'it was started without --data-root' : 'it is not there';
  throw new AlaasError('HTTP_SOURCE_REFUSED', `The server may not read ${named}: ${why}.`, {
    field: 'path',
    value: named,
  });
}

function pathOfUrl(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** A path with its links followed; undefined for what is not there. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(resolve(path));
  } catch {
    return undefined;
  }
}

function contains(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
