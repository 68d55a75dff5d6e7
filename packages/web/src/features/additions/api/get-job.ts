import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const LOOK_AGAIN_MS = 500;

function jobQuery(job: string) {
  return queryOptions({
    queryKey: ['job', job],
    queryFn: ({ signal }) => client.jobs.get(job, { signal }),
    enabled: job !== '',
    refetchInterval: ({ state }) =>
      state.data?.status === 'queued' || state.data?.status === 'running' ? LOOK_AGAIN_MS : false,
  });
}

/** One job, looked at again while it is at work; nothing is asked for the empty id. */
export function useJob(job: string) {
  return useQuery(jobQuery(job));
}
