import type { DataExamination, DataExaminationRequest, Job } from '@alaas/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../lib/client';
import { classNames, dataOf, toRequest, type ProjectDraft } from '../components/project-draft';
import { useDataFinding } from './inspect-data';

/** Columns that usually hold labels. */
const LABELS = /^(label|class|category)$/i;

function examinationQuery(request: DataExaminationRequest, onProgress: (job: Job) => void) {
  return queryOptions({
    queryKey: ['examination', request],
    queryFn: async ({ signal }): Promise<DataExamination> => {
      const { id } = await client.jobs.examineData(request, { signal });
      // Nobody waits for it any more.
      const cancel = (): void => void client.jobs.cancel(id).catch(() => undefined);
      signal.addEventListener('abort', cancel, { once: true });
      await client.jobs.wait(id, { signal, onProgress });
      return client.jobs.examination(id, { signal });
    },
    staleTime: Infinity,
    retry: false,
  });
}

/** What a sample of the data of a draft shows, and how many items of it have been read. */
export function useExamination(draft: ProjectDraft) {
  const data = dataOf(draft);
  const finding = useDataFinding(typeof data === 'string' ? data : '');
  const [job, setJob] = useState<Job>();
  const request = { config: { ...configOf(draft), ...labelsOf(draft, finding.data) } };
  const isKnown = typeof data !== 'string' || !finding.isPending;
  const asked = examinationQuery(request, setJob);
  const { data: found, error, isFetching, refetch } = useQuery({ ...asked, enabled: isKnown });
  return {
    found,
    error,
    isWorking: isFetching || !isKnown,
    read: job?.progress?.done ?? 0,
    refetch,
    key: asked.queryKey,
  };
}

function configOf(draft: ProjectDraft): DataExaminationRequest['config'] {
  const { project, task, data, test, classes, budget } = toRequest(draft).config;
  return { project, task, data, ...(test !== undefined && { test }), classes, budget };
}

/** Labels that come with the data: in a column, or by folders that are called as the classes. */
function labelsOf(
  draft: ProjectDraft,
  finding: { readonly columns: readonly string[]; readonly classes: readonly string[] } | undefined,
): { readonly labels?: string } {
  const names = classNames(draft);
  const column = finding?.columns.find((name) => LABELS.test(name));
  if (column !== undefined) return { labels: `column:${column}` };
  const areFolders = finding?.classes.some((name) => names.includes(name));
  return areFolders === true ? { labels: 'folders' } : {};
}
