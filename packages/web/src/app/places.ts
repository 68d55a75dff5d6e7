import type { Session } from '@alaas/client';

interface Place {
  readonly to: string;
  readonly name: string;
  readonly needs: Session['rights'][number];
}

/** Where the navigation leads, and the right that each place needs. */
export const PLACES = [
  { to: '/', name: 'shell.projects', needs: 'see' },
  { to: '/runs', name: 'shell.runs', needs: 'read' },
  { to: '/people', name: 'shell.people', needs: 'manage' },
  { to: '/audit', name: 'shell.audit', needs: 'own' },
  { to: '/system', name: 'shell.system', needs: 'own' },
] as const satisfies readonly Place[];

/** Where the menu of a person leads besides. */
export const OWN_PLACES = [
  { to: '/keys', name: 'shell.keys', needs: 'see' },
  { to: '/sessions', name: 'shell.sessions', needs: 'see' },
] as const satisfies readonly Place[];
