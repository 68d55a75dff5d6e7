import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { client } from '../../../lib/client';
import { sessionQuery, useSession } from '../../access/api/get-session';
import type { LabellingState } from './labelling-state';
import { LabellingSession } from './labelling-session';

const RENEW_EVERY_MS = 60_000;

/** A session that lives as long as the page. */
export function useLabellingSession(
  project: string,
): readonly [session: LabellingSession, state: LabellingState] {
  const { user } = useSession();
  const [session] = useState(
    () =>
      new LabellingSession({
        project,
        user,
        projects: client.projects,
        keeper: globalThis.localStorage,
      }),
  );
  useEffect(() => {
    const online = (): void => session.goOn();
    const offline = (): void => session.loseConnection();
    const look = (): void => session.setVisible(!document.hidden);
    const renewing = setInterval(() => {
      if (!document.hidden) void session.renew();
    }, RENEW_EVERY_MS);
    const leave = (): void => session.close();
    globalThis.addEventListener('pagehide', leave);
    globalThis.addEventListener('online', online);
    globalThis.addEventListener('offline', offline);
    document.addEventListener('visibilitychange', look);
    session.open();
    return () => {
      clearInterval(renewing);
      globalThis.removeEventListener('pagehide', leave);
      globalThis.removeEventListener('online', online);
      globalThis.removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', look);
      session.close();
    };
  }, [session]);
  const state = useSyncExternalStore(session.subscribe, session.state);
  const isSignedOut = state.problem?.code === 'ACCESS_SIGN_IN_NEEDED';
  const queryClient = useQueryClient();
  useEffect(() => {
    // Asked who is there, the server says nobody: that leads to signing in, and back here.
    if (isSignedOut) void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }, [isSignedOut, queryClient]);
  return [session, state];
}
