import type { ClassGuide } from '@alaas/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const NONE: readonly ClassGuide[] = [];

function classesQuery(project: string) {
  return queryOptions({
    queryKey: ['projects', project, 'classes'],
    queryFn: ({ signal }) => client.items.classes(project, { signal }),
    staleTime: Infinity,
  });
}

/** What helps people to know the classes of a project; none until it is there. */
export function useClassGuides(project: string): readonly ClassGuide[] {
  return useQuery(classesQuery(project)).data ?? NONE;
}
