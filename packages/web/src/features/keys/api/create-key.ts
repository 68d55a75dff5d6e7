import type { KeyInput } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Makes a key; the key itself is in this answer only. */
export function useCreateKey() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: KeyInput) => client.people.createKey(request),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
}
