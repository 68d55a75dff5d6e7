import type { ProjectWish } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Approves, vetoes or postpones; brings a strategy back; extends the budget. */
export function useDecide(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wish: ProjectWish) => client.projects.decide(project, wish),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['projects', project] }),
  });
}
