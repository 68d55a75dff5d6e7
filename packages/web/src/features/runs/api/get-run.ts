import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const LOOK_AGAIN_MS = 3_000;

function runQuery(run: string) {
  return queryOptions({
    queryKey: ['runs', run],
    queryFn: ({ signal }) => client.runs.get(run, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? LOOK_AGAIN_MS : false),
  });
}

/** A run of the command line. */
export function useRun(run: string) {
  return useQuery(runQuery(run));
}
