import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  doneSchema,
  joinSchema,
  openSessionsSchema,
  sessionParamsSchema,
  sessionSchema,
  signInSchema,
  type Session,
} from '@alaas/contracts';
import type { BegunSession } from '../../../services/access/access-service.js';
import type { Principal } from '../../../services/access/principal.js';
import { isFromHere, SESSION_COOKIE, whoAsks } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

const tags = ['people'];
/** Passwords are tried at this pace and no faster. */
const rateLimit = { max: 10, timeWindow: '1 minute' };

/** Join, sign in, sign out. */
export function sessionRoutes({ access, labelling }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/join',
      {
        config: { needs: 'nothing', rateLimit },
        schema: {
          tags,
          summary: 'Join by an invitation; the first owner by the link that the server printed',
          body: joinSchema,
          response: { 201: sessionSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const begun = await access.join(request.body, isFromHere(request));
        setCookie(reply, request, begun);
        return reply.code(201).send(toSession(begun.principal));
      },
    );
    app.post(
      '/api/v1/session',
      {
        config: { needs: 'nothing', rateLimit },
        schema: {
          tags,
          summary: 'Sign in; the session comes as a cookie',
          body: signInSchema,
          response: { 201: sessionSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const begun = await access.signIn(request.body.name, request.body.password);
        setCookie(reply, request, begun);
        return reply.code(201).send(toSession(begun.principal));
      },
    );
    app.get(
      '/api/v1/session',
      {
        config: { needs: 'see' },
        schema: {
          tags,
          summary: 'Who asks, and what they may do',
          response: { 200: sessionSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => toSession(whoAsks(request)),
    );
    app.delete(
      '/api/v1/session',
      {
        config: { needs: 'see' },
        schema: {
          tags,
          summary: 'Sign out; items that were not answered go to others',
          response: { 200: doneSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        await labelling.giveBackEverywhere(whoAsks(request).name);
        const token = request.cookies[SESSION_COOKIE];
        if (token !== undefined) await access.signOut(token);
        void reply.clearCookie(SESSION_COOKIE, { path: '/' });
        return { done: true as const };
      },
    );
    app.get(
      '/api/v1/sessions',
      {
        config: { needs: 'see' },
        schema: {
          tags,
          summary: 'Where you are signed in; where everybody is for an owner',
          response: { 200: openSessionsSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => ({
        sessions: await access.sessions(whoAsks(request), request.cookies[SESSION_COOKIE]),
      }),
    );
    app.delete(
      '/api/v1/sessions/:session',
      {
        config: { needs: 'see' },
        schema: {
          tags,
          summary: 'End a session at once, as of a device that was lost',
          params: sessionParamsSchema,
          response: { 200: doneSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => {
        await access.endSession(whoAsks(request), request.params.session);
        return { done: true as const };
      },
    );
  };
}

function setCookie(reply: FastifyReply, request: FastifyRequest, begun: BegunSession): void {
  void reply.setCookie(SESSION_COOKIE, begun.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    // On this machine there is no TLS, and nobody in between.
    secure: request.protocol === 'https' || !isFromHere(request),
    expires: begun.expiresAt,
  });
}

function toSession({ name, role, rights, csrf }: Principal): Session {
  return { user: name, role, rights: [...rights], csrf: csrf ?? null };
}
