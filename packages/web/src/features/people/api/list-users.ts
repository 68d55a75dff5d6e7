import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => client.people.users({ signal }),
});

/** Everybody who joined. */
export function useUsers() {
  return useQuery(usersQuery);
}
