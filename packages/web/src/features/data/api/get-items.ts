import type { Item, ItemFilter } from '@alaas/client';
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Items of one request. */
const PAGE = 100;
const FRESH_MS = 30_000;

/** Which items are looked at. */
export type Filter = Partial<ItemFilter>;

function positionsQuery(project: string, filter: Filter) {
  return queryOptions({
    queryKey: ['projects', project, 'items', filter, 'positions'],
    queryFn: ({ signal }) => client.items.positions(project, filter, { signal }),
    staleTime: FRESH_MS,
  });
}

/** Positions of all items that fit, in order. */
export function useItemPositions(project: string, filter: Filter) {
  return useQuery(positionsQuery(project, filter));
}

/** The items at some places of a list of positions; undefined while they are on their way. */
export function useItemWindow(
  project: string,
  {
    filter,
    positions,
    first,
    last,
  }: {
    readonly filter: Filter;
    readonly positions: readonly number[];
    readonly first: number;
    readonly last: number;
  },
): ReadonlyMap<number, Item> {
  const from = Math.floor(first / PAGE);
  const to = positions.length === 0 ? from - 1 : Math.floor(Math.max(first, last) / PAGE);
  const pages = Array.from({ length: to - from + 1 }, (_, i) => (from + i) * PAGE);
  const found = useQueries({
    queries: pages.map((place) => itemPageQuery(project, filter, (positions[place] ?? 0) - 1)),
  });
  return new Map(
    found.flatMap(({ data }) => data?.items.map((item) => [item.position, item] as const) ?? []),
  );
}

function itemPageQuery(project: string, filter: Filter, after: number) {
  return queryOptions({
    queryKey: ['projects', project, 'items', filter, after],
    queryFn: ({ signal }) =>
      client.items.list(project, { ...filter, after, limit: PAGE }, { signal }),
    staleTime: FRESH_MS,
  });
}
