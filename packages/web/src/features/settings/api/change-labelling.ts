import type { ProjectChange } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Changes how people label, if nobody else did since `version`. */
export function useChangeLabelling(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: ProjectChange & { readonly version: number }) =>
      client.projects.change(project, change),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['projects', project] }),
  });
}
