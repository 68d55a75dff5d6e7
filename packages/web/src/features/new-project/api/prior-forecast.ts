import type { PriorForecastInput } from '@alaas/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

function priorForecastQuery(known: PriorForecastInput) {
  return queryOptions({
    queryKey: ['prior-forecast', known],
    queryFn: ({ signal }) => client.models.priorForecast(known, { signal }),
    staleTime: Infinity,
  });
}

/** What a budget can be expected to buy before anything was measured. */
export function usePriorForecast(known: PriorForecastInput) {
  return useQuery(priorForecastQuery(known));
}
