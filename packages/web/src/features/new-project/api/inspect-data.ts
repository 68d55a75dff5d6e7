import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function findingQuery(data: string) {
  return queryOptions({
    queryKey: ['data', data],
    queryFn: ({ signal }) => client.uploads.inspect(data, { signal }),
    enabled: data !== '',
  });
}

/** What was found in some data; nothing is asked for the empty name. */
export function useDataFinding(data: string) {
  return useQuery(findingQuery(data));
}
