import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  apiKeysSchema,
  auditPageSchema,
  auditQuerySchema,
  doneSchema,
  invitationRequestSchema,
  invitationSchema,
  keyParamsSchema,
  keyRequestSchema,
  memberParamsSchema,
  membersSchema,
  newKeySchema,
  projectParamsSchema,
  userChangeSchema,
  userParamsSchema,
  userSchema,
  usersSchema,
  writeHeadersSchema,
} from '@alaas/contracts';
import { whoAsks, whoWrites } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

const tags = ['people'];
const own = { needs: 'own' } as const;
const manage = { needs: 'manage' } as const;
const see = { needs: 'see' } as const;

/** People, invitations, members of projects, API keys, and the audit log. */
export function peopleRoutes({ people, keys }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/invitations',
      {
        config: manage,
        schema: {
          tags,
          summary: 'Invite a person; the token is shown this once',
          description:
            'The secret is not kept with an Idempotency-Key: the same request again makes nothing more and is answered with 409 IDEMPOTENCY_SECRET_SHOWN, which says until when the invitation is good.',
          headers: writeHeadersSchema,
          body: invitationRequestSchema,
          response: { 201: invitationSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await people.invite(whoWrites(request), request.body)),
    );
    app.get(
      '/api/v1/users',
      {
        config: manage,
        schema: {
          tags,
          summary: 'Everybody who joined',
          response: { 200: usersSchema, ...PROBLEM_RESPONSES },
        },
      },
      async () => ({ users: await people.users() }),
    );
    app.patch(
      '/api/v1/users/:user',
      {
        config: own,
        schema: {
          tags,
          summary: 'Give a person another role, or shut them out',
          params: userParamsSchema,
          body: userChangeSchema,
          response: { 200: userSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => people.changeUser(whoAsks(request), request.params.user, request.body),
    );
    app.get(
      '/api/v1/projects/:project/members',
      {
        config: manage,
        schema: {
          tags,
          summary: 'Who was let into a project',
          params: projectParamsSchema,
          response: { 200: membersSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => ({ members: await people.members(request.params.project) }),
    );
    for (const method of ['PUT', 'DELETE'] as const) {
      app.route({
        method,
        url: '/api/v1/projects/:project/members/:user',
        config: manage,
        schema: {
          tags,
          summary: method === 'PUT' ? 'Let a person into a project' : 'Shut a person out of it',
          description: 'Of an archived project too: people can be let in to look at it.',
          params: memberParamsSchema,
          response: { 200: doneSchema, ...PROBLEM_RESPONSES },
        },
        handler: async (request) => {
          await people.setMember(whoAsks(request), request.params, method === 'PUT');
          return { done: true as const };
        },
      });
    }
    app.post(
      '/api/v1/keys',
      {
        config: see,
        schema: {
          tags,
          summary: 'Make an API key; it is shown this once',
          description:
            'The secret is not kept with an Idempotency-Key: the same request again makes nothing more and is answered with 409 IDEMPOTENCY_SECRET_SHOWN, which names the key.',
          headers: writeHeadersSchema,
          body: keyRequestSchema,
          response: { 201: newKeySchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await keys.create(whoWrites(request), request.body)),
    );
    app.get(
      '/api/v1/keys',
      {
        config: see,
        schema: {
          tags,
          summary: 'Your API keys; those of everybody for an owner',
          response: { 200: apiKeysSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => ({ keys: await keys.list(whoAsks(request)) }),
    );
    app.delete(
      '/api/v1/keys/:key',
      {
        config: see,
        schema: {
          tags,
          summary: 'End an API key at once',
          params: keyParamsSchema,
          response: { 200: doneSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => {
        await keys.revoke(whoAsks(request), request.params.key);
        return { done: true as const };
      },
    );
    app.get(
      '/api/v1/audit',
      {
        config: own,
        schema: {
          tags,
          summary: 'What was changed, newest first',
          querystring: auditQuerySchema,
          response: { 200: auditPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => people.audit(request.query),
    );
  };
}
