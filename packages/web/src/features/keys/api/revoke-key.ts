import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Ends a key at once. */
export function useRevokeKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => client.people.revokeKey(key),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
}
