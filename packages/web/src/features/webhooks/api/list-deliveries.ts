import type { WebhookKey } from '@alaas/client';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const LOOK_AGAIN_MS = 3_000;

function deliveriesQuery(key: WebhookKey) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', key.webhook],
    queryFn: ({ pageParam, signal }) =>
      client.webhooks.deliveries(key, pageParam === '' ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** Messages to a webhook, newest first; new ones appear by themselves. */
export function useDeliveries(key: WebhookKey) {
  return useInfiniteQuery(deliveriesQuery(key));
}
