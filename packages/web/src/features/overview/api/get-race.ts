import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function raceQuery(project: string) {
  return queryOptions({
    queryKey: ['projects', project, 'race'],
    queryFn: async ({ signal }) => {
      const [arms, rungs, forecasts] = await Promise.all([
        client.projects.arms(project, { signal }),
        client.projects.rungs(project, { signal }),
        client.projects.forecasts(project, { signal }),
      ]);
      return { arms, rungs, ...forecasts };
    },
  });
}

/** Strategies with their curves, the stages of the race, and what is expected. */
export function useRace(project: string) {
  return useQuery(raceQuery(project));
}
