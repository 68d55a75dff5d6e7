import type { PriorForecastInput } from '@alaas/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';
import { budgetLabels, classNames, type ProjectDraft } from '../components/project-draft';
import { useDataFinding } from './inspect-data';

/** Of a test set that nobody counted yet, as of a table. */
const USUAL_TEST_ITEMS = 200;

function priorForecastQuery(known: PriorForecastInput) {
  return queryOptions({
    queryKey: ['prior-forecast', known],
    queryFn: ({ signal }) => client.models.priorForecast(known, { signal }),
    staleTime: Infinity,
  });
}

/** What the budget of a draft can be expected to buy before anything was measured. */
export function usePriorForecast(draft: ProjectDraft) {
  const test = draft.test.trim();
  const finding = useDataFinding(test);
  const holdout = test === '' ? undefined : finding.data?.items || USUAL_TEST_ITEMS;
  return useQuery(priorForecastQuery(knownOf(draft, holdout)));
}

function knownOf(draft: ProjectDraft, holdout: number | undefined): PriorForecastInput {
  return {
    classCount: classNames(draft).length,
    budget: budgetLabels(draft),
    ...(holdout !== undefined && { holdout }),
    ...(draft.target > 0 && { target: draft.target / 100 }),
  };
}
