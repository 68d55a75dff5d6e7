import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AlaasError, type Right } from '@alaas/contracts';
import type { AccessService } from '../services/access/access-service.js';
import { RIGHTS, type KeyedPrincipal, type Principal } from '../services/access/principal.js';
import { requireStorableText } from './require-storable-text.js';

/** What a route needs: a right, or nothing. */
export type Need = Right | 'nothing';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Default: `read` for what only looks, `manage` for other calls of the API. */
    needs?: Need;
  }
  interface FastifyRequest {
    /** Who asks; null where a route needs nothing. */
    principal: Principal | null;
  }
}

/** Name of the cookie of a session. */
export const SESSION_COOKIE = 'alaas_session';
const NAME_HEADER = 'alaas-annotator';
const CSRF_HEADER = 'alaas-csrf';
const NAME = /^[\w.@+-]{1,100}$/;
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Finds out who asks, and refuses what they have no right to. As long as nobody has joined, whoever
 * sits at this machine may do everything, as before there were users.
 */
export function guardAccess(app: FastifyInstance, access: AccessService): void {
  app.decorateRequest('principal', null);
  app.addHook('onRequest', async (request) => checkAccess(request, access));
}

/**
 * Finds out who asks and whether they may. Streams ask again, as rights may have changed meanwhile.
 *
 * @throws AlaasError `ACCESS_…`, `PROJECT_UNKNOWN` for a project of others, `HTTP_REQUEST_INVALID` for
 *   what cannot be one.
 */
export async function checkAccess(request: FastifyRequest, access: AccessService): Promise<void> {
  const need = needOf(request);
  if (need === 'nothing') return;
  const principal = await principalOf(request, access);
  request.principal = principal;
  if (!principal.rights.includes(need)) {
    const message = `${principal.name} has no right to this: it needs "${need}".`;
    throw new AlaasError('ACCESS_REFUSED', message, { field: 'rights', value: need });
  }
  const { project } = request.params as { readonly project?: string };
  if (project !== undefined && principal.user !== undefined) {
    // The database is asked before the request is checked as a whole.
    requireStorableText({ params: request.params });
    await access.requireMember(principal, project);
  }
}

/** Who asks. Call it where a route needs a right. */
export function whoAsks({ principal }: FastifyRequest): Principal {
  if (principal !== null) return principal;
  throw new AlaasError('INTERNAL_ERROR', 'A route that needs nothing asks who is there.');
}

/** Who writes, and the key with which the same write counts once. */
export function whoWrites(request: FastifyRequest): KeyedPrincipal {
  const key = request.headers['idempotency-key'];
  return { by: whoAsks(request), key: typeof key === 'string' ? key : undefined };
}

/** Name under which what somebody does is on record. */
export function annotatorOf(request: FastifyRequest): string {
  return whoAsks(request).name;
}

/** Whether a request comes from this machine. */
export function isFromHere({ socket }: FastifyRequest): boolean {
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

function needOf({ routeOptions, method }: FastifyRequest): Need {
  const { config, url } = routeOptions;
  if (config.needs !== undefined) return config.needs;
  if (url === undefined || !(url.startsWith('/api/v1/') || url === '/post')) return 'nothing';
  return SAFE.includes(method) ? 'read' : 'manage';
}

async function principalOf(request: FastifyRequest, access: AccessService): Promise<Principal> {
  if (!(await access.hasUsers())) return withoutUsers(request);
  const key = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = request.cookies[SESSION_COOKIE];
  const found =
    key !== undefined
      ? await access.byKey(key)
      : token !== undefined
        ? await access.bySession(token)
        : undefined;
  if (found === undefined) {
    const what = key !== undefined ? 'The key' : 'The session';
    const isNothing = key === undefined && token === undefined;
    throw signInNeeded(isNothing ? 'Nobody is signed in.' : `${what} is not good (any more).`);
  }
  if (found.csrf !== undefined && !SAFE.includes(request.method)) {
    if (request.headers[CSRF_HEADER] !== found.csrf) {
      const message = `The header ${CSRF_HEADER} is missing or is not that of the session.`;
      throw new AlaasError('ACCESS_CSRF_MISSING', message, { field: CSRF_HEADER });
    }
  }
  return found;
}

/** Routes that were there before there were users stay open as they were. */
function withoutUsers(request: FastifyRequest): Principal {
  const isLive = request.routeOptions.config.needs !== undefined;
  if (isLive && !isFromHere(request)) {
    throw signInNeeded('The first owner joins by the link that the server printed at its start.');
  }
  const name = request.headers[NAME_HEADER] ?? 'local';
  if (typeof name === 'string' && NAME.test(name)) {
    return { name, role: 'owner', rights: RIGHTS.owner };
  }
  throw new AlaasError('HTTP_REQUEST_INVALID', `${NAME_HEADER}: "${String(name)}" is no name.`, {
    field: NAME_HEADER,
    value: name,
  });
}

function signInNeeded(message: string): AlaasError {
  return new AlaasError('ACCESS_SIGN_IN_NEEDED', message, { field: 'Authorization' });
}
