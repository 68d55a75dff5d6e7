import type { WebhookKey } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Sends a message once more, as a new one. */
export function useReplayDelivery(key: WebhookKey) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (delivery: string) => client.webhooks.replay({ ...key, delivery }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['deliveries', key.webhook] }),
  });
}
