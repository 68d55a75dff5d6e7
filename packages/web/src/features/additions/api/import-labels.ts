import type { LabelsImportInput } from '@alaas/client';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Begins to take labels of a file in, or only to say what would come of it. */
export function useImportLabels(project: string) {
  return useMutation({
    mutationFn: (given: LabelsImportInput) => client.jobs.importLabels(project, given),
  });
}
