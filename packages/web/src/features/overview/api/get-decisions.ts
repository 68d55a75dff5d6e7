import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';
import type { AgentScope } from './agent-scope';

function decisionsQuery({ of, id }: AgentScope) {
  return queryOptions({
    queryKey: [of, id, 'decisions'],
    queryFn: ({ signal }) => client[of].decisions(id, { signal }),
  });
}

/** What the agent decided, and what waits for a person. */
export function useDecisions(agent: AgentScope) {
  return useQuery(decisionsQuery(agent));
}
