import type { InvitationInput } from '@alaas/client';
import { useMutation } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** Makes an invitation; its token is in this answer only. */
export function useInvite() {
  return useMutation({ mutationFn: (request: InvitationInput) => client.people.invite(request) });
}
