import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Lets a person into a project, or shuts them out. */
export function useSetMember(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ user, isMember }: { readonly user: string; readonly isMember: boolean }) =>
      isMember ? client.people.addMember(project, user) : client.people.removeMember(project, user),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['members', project] }),
  });
}
