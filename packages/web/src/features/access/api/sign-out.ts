import { useMutation } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Ends the session; items that were not answered go to others. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => client.people.signOut(),
    // Everything that was shown belonged to somebody: begin anew.
    onSuccess: () => globalThis.location.assign('/sign-in'),
  });
}
