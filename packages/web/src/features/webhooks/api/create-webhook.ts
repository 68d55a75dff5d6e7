import type { WebhookInput } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Makes a webhook; its secret is in this answer only. */
export function useCreateWebhook(project: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (webhook: WebhookInput) => client.webhooks.create(project, webhook),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['webhooks', project] }),
  });
}
