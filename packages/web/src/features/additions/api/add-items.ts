import type { ItemsAdditionInput } from '@alaas/client';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Begins to add items to the pool. */
export function useAddItems(project: string) {
  return useMutation({
    mutationFn: (addition: ItemsAdditionInput) => client.jobs.addItems(project, addition),
  });
}
