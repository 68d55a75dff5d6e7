import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** What a manager can do with a project as a whole. */
export type StatusChange = 'pause' | 'resume' | 'stop' | 'archive';

/** Does it. */
export function useChangeStatus(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: StatusChange) => client.projects[change](project),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['projects', project] }),
  });
}
