import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => client.people.keys({ signal }),
});

/** One's own keys; those of everybody for an owner. */
export function useKeys() {
  return useQuery(keysQuery);
}
