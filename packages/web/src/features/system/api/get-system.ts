import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const LOOK_AGAIN_MS = 15_000;

const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => client.system.look({ signal }),
  refetchInterval: LOOK_AGAIN_MS,
});

/** How the installation does; looked at again now and then. */
export function useSystem() {
  return useQuery(systemQuery);
}
