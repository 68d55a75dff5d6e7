import type { User } from '@alaas/client';

/** What a person can be, from the most rights to the fewest. */
export const ROLES: readonly User['role'][] = ['owner', 'manager', 'annotator', 'viewer'];
