import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  createHeadersSchema,
  eventHeadersSchema,
  eventStreamSchema,
  noEventsSchema,
  selectionPageSchema,
  selectionParamsSchema,
  selectionQuerySchema,
  selectionRequestSchema,
  selectionSchema,
} from '@alaas/contracts';
import { PROBLEM_RESPONSES } from '../problem-responses.js';
import type { ServerContext } from '../server-context.js';
import { streamEvents } from '../stream-events.js';

const tags = ['selections'];

/** Submit a pool, follow and fetch the selection, list, cancel. */
export function selectionRoutes(context: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/selections',
      {
        schema: {
          tags,
          summary: 'Choose items of a pool',
          body: selectionRequestSchema,
          headers: createHeadersSchema,
          response: { 202: selectionSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const key = request.headers['idempotency-key'];
        const selection = await context.queue.submit(request.body, key);
        return reply
          .code(202)
          .header('location', `/api/v1/selections/${selection.id}`)
          .send(selection);
      },
    );
    app.get(
      '/api/v1/selections',
      {
        schema: {
          tags,
          summary: 'Selections, newest first',
          querystring: selectionQuerySchema,
          response: { 200: selectionPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => context.store.list(request.query),
    );
    app.get(
      '/api/v1/selections/:id',
      {
        schema: {
          tags,
          summary: 'Status, progress and result',
          params: selectionParamsSchema,
          response: { 200: selectionSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => context.store.get(request.params.id),
    );
    app.delete(
      '/api/v1/selections/:id',
      {
        schema: {
          tags,
          summary: 'Cancel; what has ended stays as it is',
          params: selectionParamsSchema,
          response: { 200: selectionSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => context.queue.cancel(request.params.id),
    );
    app.get(
      '/api/v1/selections/:id/events',
      {
        schema: {
          tags,
          summary: 'Server-sent events until the end; resumes after Last-Event-ID',
          description:
            'Each event is named `status` or `progress`, its data is a SelectionEvent, its id a number.',
          params: selectionParamsSchema,
          headers: eventHeadersSchema,
          response: {
            200: {
              description: 'The stream',
              content: { 'text/event-stream': { schema: eventStreamSchema } },
            },
            204: noEventsSchema,
            ...PROBLEM_RESPONSES,
          },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        await context.store.get(id);
        await streamEvents(context, { id, after: request.headers['last-event-id'], reply });
      },
    );
  };
}
