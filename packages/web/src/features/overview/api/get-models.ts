import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function modelsQuery(project: string) {
  return queryOptions({
    queryKey: ['projects', project, 'models'],
    queryFn: ({ signal }) => client.models.list(project, { signal }),
  });
}

/** The models of a project, latest first. */
export function useModels(project: string) {
  return useQuery(modelsQuery(project));
}
