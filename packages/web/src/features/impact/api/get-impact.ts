import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const LOOK_AGAIN_MS = 10_000;

function impactQuery(project: string) {
  return queryOptions({
    queryKey: ['projects', project, 'impact'],
    queryFn: ({ signal }) => client.models.impact(project, { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** What labels did to the model, and how oneself fares. */
export function useImpact(project: string) {
  return useQuery(impactQuery(project));
}
