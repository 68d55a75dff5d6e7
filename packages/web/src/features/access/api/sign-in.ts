import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';
import { sessionQuery } from './get-session';

/** Signs in by name and password. */
export function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, password }: { readonly name: string; readonly password: string }) =>
      client.people.signIn(name, password),
    onSuccess: (session) => queryClient.setQueryData(sessionQuery.queryKey, session),
  });
}
