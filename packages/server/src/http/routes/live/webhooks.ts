import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  deliveryPageSchema,
  deliveryParamsSchema,
  deliverySchema,
  doneSchema,
  newWebhookSchema,
  pageQuerySchema,
  projectParamsSchema,
  webhookParamsSchema,
  webhookRequestSchema,
  webhooksSchema,
  writeHeadersSchema,
} from '@alaas/contracts';
import { whoAsks, whoWrites } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

const tags = ['webhooks'];
const config = { needs: 'manage' } as const;
const WEBHOOKS = '/api/v1/projects/:project/webhooks';

/** Who is told by HTTP, and what they were told. */
export function webhookRoutes({ webhooks }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      WEBHOOKS,
      {
        config,
        schema: {
          tags,
          summary: 'Tell somebody by HTTP what happens; the secret is shown this once',
          description:
            'The secret is not kept with an Idempotency-Key: the same request again makes nothing more and is answered with 409 IDEMPOTENCY_SECRET_SHOWN, which names the webhook.',
          params: projectParamsSchema,
          headers: writeHeadersSchema,
          body: webhookRequestSchema,
          response: { 201: newWebhookSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const { project } = request.params;
        const made = await webhooks.create(whoWrites(request), project, request.body);
        return reply.code(201).send(made);
      },
    );
    app.get(
      WEBHOOKS,
      {
        config,
        schema: {
          tags,
          summary: 'Who is told',
          params: projectParamsSchema,
          response: { 200: webhooksSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => ({ webhooks: await webhooks.list(request.params.project) }),
    );
    app.delete(
      `${WEBHOOKS}/:webhook`,
      {
        config,
        schema: {
          tags,
          summary: 'Tell them no more',
          params: webhookParamsSchema,
          response: { 200: doneSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => {
        await webhooks.remove(whoAsks(request), request.params);
        return { done: true as const };
      },
    );
    app.get(
      `${WEBHOOKS}/:webhook/deliveries`,
      {
        config,
        schema: {
          tags,
          summary: 'What they were told, newest first, and what came of it',
          params: webhookParamsSchema,
          querystring: pageQuerySchema,
          response: { 200: deliveryPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => webhooks.deliveries(request.params, request.query),
    );
    app.post(
      `${WEBHOOKS}/:webhook/deliveries/:delivery/replay`,
      {
        config,
        schema: {
          tags,
          summary: 'Send a message once more',
          params: deliveryParamsSchema,
          headers: writeHeadersSchema,
          response: { 201: deliverySchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await webhooks.replay(whoWrites(request), request.params)),
    );
  };
}
