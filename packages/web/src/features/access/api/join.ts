import type { Join } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';
import { sessionQuery } from './get-session';

/** Joins by an invitation, and is signed in. */
export function useJoin() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (join: Join) => client.people.join(join),
    onSuccess: (session) => {
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, session);
    },
  });
}
