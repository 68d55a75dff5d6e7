import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function decisionsQuery(project: string) {
  return queryOptions({
    queryKey: ['projects', project, 'decisions'],
    queryFn: ({ signal }) => client.projects.decisions(project, { signal }),
  });
}

/** What the agent decided, and what waits for a person. */
export function useDecisions(project: string) {
  return useQuery(decisionsQuery(project));
}
