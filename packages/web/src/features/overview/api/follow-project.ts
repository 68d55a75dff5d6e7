import type { ProjectEvent } from '@alaas/client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../../../lib/client';

const AGAIN_MS = 5_000;
const GATHER_MS = 300;
const SHOWN = 200;

/**
 * Follows what happens in a project: pages show what is new without a reload. Answers the history,
 * latest first.
 */
export function useProjectEvents(project: string): readonly ProjectEvent[] {
  const queryClient = useQueryClient();
  const [history, setHistory] = useState<readonly ProjectEvent[]>([]);
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      gathering = undefined;
      void queryClient.invalidateQueries({ queryKey: ['projects', project] });
    };
    const follow = async (): Promise<void> => {
      try {
        setHistory([]);
        for await (const event of client.projects.events(project, { signal })) {
          if (event.kind !== 'labels') setHistory((old) => [event, ...old].slice(0, SHOWN));
          gathering ??= setTimeout(refresh, GATHER_MS);
        }
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
  }, [project, queryClient]);
  return history;
}
