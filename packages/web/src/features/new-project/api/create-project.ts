import type { ProjectCreateInput } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../../lib/client';

/** Creates a project; sent twice, it is created once. */
export function useCreateProject() {
  const queryClient = useQueryClient();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (request: ProjectCreateInput) =>
      client.projects.create(request, { idempotencyKey }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['projects'] }),
  });
}
