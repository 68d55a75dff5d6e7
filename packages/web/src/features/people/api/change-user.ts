import type { UserChange } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Gives a person another role, shuts them out, or lets them in again. */
export function useChangeUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ user, ...change }: UserChange & { readonly user: string }) =>
      client.people.changeUser(user, change),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['users'] }),
  });
}
