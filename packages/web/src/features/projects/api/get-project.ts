import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const LOOK_AGAIN_MS = 3_000;

/** Status, settings, batch and labels of a project; looked at again while work goes on. */
function projectQuery(project: string) {
  return queryOptions({
    queryKey: ['projects', project],
    queryFn: ({ signal }) => client.projects.get(project, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.status === 'archived' || state.status === 'error' ? false : LOOK_AGAIN_MS,
  });
}

/** A project. */
export function useProject(project: string) {
  return useQuery(projectQuery(project));
}
