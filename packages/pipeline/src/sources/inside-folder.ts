import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is the folder itself or lies in it, by its letters alone: no link is followed. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
