import type { ProjectWish } from '@alaas/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../../../lib/client';
import type { AgentScope } from './agent-scope';

/** Approves, vetoes or postpones; brings a strategy back; extends the budget of a live project. */
export function useDecide({ of, id }: AgentScope) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wish: ProjectWish): Promise<unknown> =>
      of === 'projects' || wish.kind === 'extend'
        ? client.projects.decide(id, wish)
        : decideRun(id, wish),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [of, id] }),
  });
}

type RunWish = Exclude<ProjectWish, { readonly kind: 'extend' }>;

function decideRun(run: string, wish: RunWish): Promise<unknown> {
  switch (wish.kind) {
    case 'approve':
    case 'veto':
      return client.runs[wish.kind]({ run, decision: wish.decision });
    case 'postpone':
      return client.runs.postpone({ run, ...wish });
    case 'revive':
      return client.runs.revive({ run, arm: wish.arm });
  }
}
