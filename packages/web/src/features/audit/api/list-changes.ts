import type { AuditQuery } from '@alaas/client';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const PAGE = 50;

function changesQuery(filter: Pick<AuditQuery, 'actor' | 'action' | 'target'>) {
  return infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      client.people.audit(
        { ...filter, limit: PAGE, ...(pageParam !== '' && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** What was changed, newest first. */
export function useChanges(filter: Pick<AuditQuery, 'actor' | 'action' | 'target'>) {
  return useInfiniteQuery(changesQuery(filter));
}
