import type { Session } from '@alaas/client';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Who is signed in; without users, whoever sits at the server's machine. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => client.people.session({ signal }),
  staleTime: Infinity,
});

/** Who is signed in. Use it on pages that need somebody. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}
