import type { Session } from '@alaas/client';

/** Where the navigation leads, and the right that each place needs. */
export const PLACES = [
  { to: '/', name: 'shell.projects', needs: 'see' },
] as const satisfies readonly {
  readonly to: string;
  readonly name: string;
  readonly needs: Session['rights'][number];
}[];
