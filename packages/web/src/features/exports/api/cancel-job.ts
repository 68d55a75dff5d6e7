import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Cancels a job; what has ended stays as it is. */
export function useCancelJob(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (job: string) => client.jobs.cancel(job),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['jobs', project] }),
  });
}
