import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => client.people.sessions({ signal }),
});

/** Where one is signed in; where everybody is for an owner. */
export function useSessions() {
  return useQuery(sessionsQuery);
}
