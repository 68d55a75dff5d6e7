import type { DataFinding } from '@alaas/client';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../lib/client';
import { dataOf, type ProjectDraft } from '../components/project-draft';

function findingQuery(data: string) {
  return queryOptions({
    queryKey: ['data', data],
    queryFn: ({ signal }) => client.uploads.inspect(data, { signal }),
    enabled: data !== '',
  });
}

/** What was found in some data; nothing is asked for the empty name. */
export function useDataFinding(data: string) {
  return useQuery(findingQuery(data));
}

/** Looks at the data of a draft before it goes on: what cannot be looked at is told elsewhere. */
export function useLook() {
  const queryClient = useQueryClient();
  const [isLooking, setIsLooking] = useState(false);
  const look = async (draft: ProjectDraft): Promise<DataFinding | undefined> => {
    const data = dataOf(draft);
    if (typeof data !== 'string') return undefined;
    setIsLooking(true);
    try {
      return await queryClient.fetchQuery(findingQuery(data));
    } catch {
      return undefined;
    } finally {
      setIsLooking(false);
    }
  };
  return { look, isLooking };
}
