import type { ExportRequestInput } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Begins to write labels or model into a file. */
export function useBeginExport(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (request: ExportRequestInput) => client.jobs.export(project, request),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['jobs', project] }),
  });
}
