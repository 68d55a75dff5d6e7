import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Ends a session at once. */
export function useEndSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (session: string) => client.people.endSession(session),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  });
}
