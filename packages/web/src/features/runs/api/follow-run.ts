import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from '../../../lib/client';

const AGAIN_MS = 5_000;
const GATHER_MS = 300;

/** Follows what happens in a run until it has ended: the page shows what is new without a reload. */
export function useRunEvents(run: string): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      gathering = undefined;
      void queryClient.invalidateQueries({ queryKey: ['runs', run] });
    };
    const follow = async (): Promise<void> => {
      try {
        const events = client.runs.events(run, { signal });
        while (!(await events.next()).done) gathering ??= setTimeout(refresh, GATHER_MS);
      } catch {
        // The queries of the page say what is wrong with the connection.
        if (!signal.aborted) again = setTimeout(() => void follow(), AGAIN_MS);
      }
    };
    void follow();
    return () => {
      ending.abort();
      clearTimeout(gathering);
      clearTimeout(again);
    };
  }, [run, queryClient]);
}
