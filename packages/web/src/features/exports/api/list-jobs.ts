import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const LOOK_AGAIN_MS = 1_000;

function jobsQuery(project: string) {
  return infiniteQueryOptions({
    queryKey: ['jobs', project],
    queryFn: ({ pageParam, signal }) =>
      client.jobs.list(project, pageParam === '' ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => {
      const jobs = state.data?.pages.flatMap((page) => page.jobs) ?? [];
      const isAtWork = jobs.some(({ status }) => status === 'queued' || status === 'running');
      return isAtWork ? LOOK_AGAIN_MS : false;
    },
  });
}

/** Jobs of a project, newest first; looked at again while one is at work. */
export function useJobs(project: string) {
  return useInfiniteQuery(jobsQuery(project));
}
