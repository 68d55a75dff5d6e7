import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const stagesQuery = queryOptions({
  queryKey: ['system', 'stages'],
  queryFn: async ({ signal }) => {
    const { selections } = await client.listSelections(
      { status: 'finished', limit: 1 },
      { signal },
    );
    const [latest] = selections;
    if (latest === undefined) return [];
    return (await client.getSelection(latest.id, { signal })).result?.stages ?? [];
  },
});

/** The stages of the selection that finished last; none where there was none. */
export function useLatestStages() {
  return useQuery(stagesQuery);
}
