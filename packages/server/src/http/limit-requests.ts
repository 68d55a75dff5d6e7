import { createHash } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AlaasError } from '@alaas/contracts';
import { isFromHere, SESSION_COOKIE } from './access-guard.js';

/**
 * Answers 429 to whoever asks more often than the limit: each key and each session has its own count,
 * who shows none is counted by address. Routes may have a lower limit. Whoever sits at this machine
 * while nobody has joined is not limited.
 *
 * @param perMinute requests to the API of one caller.
 */
export async function limitRequests(app: FastifyInstance, perMinute: number): Promise<void> {
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: '1 minute',
    keyGenerator: callerOf,
    allowList: isUnlimited,
    errorResponseBuilder: tooMany,
  });
}

/** A credential counts once it was found to be good: an invented one does not begin a new count. */
function callerOf(request: FastifyRequest): string {
  const { principal, headers, cookies, ip } = request;
  if (principal?.user === undefined) return ip;
  const credential = headers.authorization ?? cookies[SESSION_COOKIE] ?? principal.user;
  return createHash('sha256').update(credential).digest('hex');
}

function isUnlimited(request: FastifyRequest): boolean {
  const { url = '' } = request.routeOptions;
  if (!url.startsWith('/api/v1/') && url !== '/post') return true;
  const { principal } = request;
  return principal !== null && principal.user === undefined && isFromHere(request);
}

function tooMany(_request: unknown, { after }: { readonly after: string }): AlaasError {
  return new AlaasError('HTTP_TOO_MANY_REQUESTS', `Too many requests; try again in ${after}.`);
}
