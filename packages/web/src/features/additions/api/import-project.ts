import { useMutation } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Begins to make a project from an archive. */
export function useImportProject() {
  return useMutation({ mutationFn: (file: string) => client.jobs.importProject({ file }) });
}
