import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function evaluationQuery(project: string) {
  return queryOptions({
    queryKey: ['projects', project, 'evaluation'],
    queryFn: ({ signal }) => client.models.evaluation(project, { signal }),
  });
}

/** How good the present model is, class by class; null before the first measurement. */
export function useEvaluation(project: string) {
  return useQuery(evaluationQuery(project));
}
