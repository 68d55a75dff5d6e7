import { join, sep } from 'node:path';
import type { Problem } from '@alaas/contracts';

import { realPath } from '../selections/data-roots.js';
import type { ProjectMeans } from './project-settings.js';

/**
 * A problem as the people of a project may see it: files have the names by which people name them,
 * and where they lie on the server is not told.
 */
export function withoutServerPaths(problem: Problem, { home, dataRoots }: ProjectMeans): Problem {
  const named: readonly (readonly [place: string, name: string])[] = [
    [join(home, 'uploads', sep), 'upload:'],
    ...dataRoots.flatMap((root) => [[join(root, sep), ''] as const, [root, 'data root'] as const]),
    [home, 'data folder'],
  ];
  // Folders that are links are told under both names; what lies deepest is named first.
  const names = named
    .flatMap(([place, name]) => [[place, name] as const, [real(place), name] as const])
    .sort(([a], [b]) => b.length - a.length);
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return names.reduce((text, [place, name]) => text.replaceAll(place, name), value);
    }
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one)]));
  };
  return renamed(problem) as Problem;
}

function real(place: string): string {
  return place.endsWith(sep) ? join(realPath(place) ?? place, sep) : (realPath(place) ?? place);
}
