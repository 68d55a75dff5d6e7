import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function webhooksQuery(project: string) {
  return queryOptions({
    queryKey: ['webhooks', project],
    queryFn: ({ signal }) => client.webhooks.list(project, { signal }),
  });
}

/** Who is told of what happens in a project. */
export function useWebhooks(project: string) {
  return useQuery(webhooksQuery(project));
}
