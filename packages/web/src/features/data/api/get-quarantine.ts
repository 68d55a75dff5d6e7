import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function quarantineQuery(project: string) {
  return queryOptions({
    queryKey: ['projects', project, 'quarantine'],
    queryFn: ({ signal }) => client.items.quarantined(project, { signal }),
  });
}

/** Items that could not be read, with reasons. */
export function useQuarantine(project: string) {
  return useQuery(quarantineQuery(project));
}
