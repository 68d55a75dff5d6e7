import type { Right, Role } from '@alaas/contracts';

/** Who asks. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
  readonly rights: readonly Right[];
  /** Number of the user; absent on a server without users. */
  readonly user?: string | undefined;
  /** Number of the API key that speaks for the user; absent for sessions. */
  readonly key?: string | undefined;
  /** Sent with changes where a cookie speaks for the user; absent for keys. */
  readonly csrf?: string | undefined;
}

/** Who writes, and under which key what they write counts once. */
export interface KeyedPrincipal {
  readonly by: Principal;
  readonly key: string | undefined;
}

/** What each role may do. */
export const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  owner: ['see', 'read', 'label', 'manage', 'own'],
  manager: ['see', 'read', 'label', 'manage'],
  annotator: ['see', 'label'],
  viewer: ['see', 'read'],
};
