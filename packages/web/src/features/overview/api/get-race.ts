import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';
import type { AgentScope } from './agent-scope';

function raceQuery({ of, id }: AgentScope) {
  return queryOptions({
    queryKey: [of, id, 'race'],
    queryFn: async ({ signal }) => {
      const [arms, rungs, forecasts] = await Promise.all([
        client[of].arms(id, { signal }),
        client[of].rungs(id, { signal }),
        client[of].forecasts(id, { signal }),
      ]);
      return { arms, rungs, ...forecasts };
    },
  });
}

/** Strategies with their curves, the stages of the race, and what is expected. */
export function useRace(agent: AgentScope) {
  return useQuery(raceQuery(agent));
}
