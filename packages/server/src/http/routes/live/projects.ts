import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  changeHeadersSchema,
  eventHeadersSchema,
  eventStreamSchema,
  noEventsSchema,
  pageQuerySchema,
  projectChangeSchema,
  projectCreateSchema,
  projectPageSchema,
  projectParamsSchema,
  projectSchema,
  writeHeadersSchema,
} from '@alaas/contracts';
import { annotatorOf, whoAsks } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';
import { streamProjectEvents } from '../../stream-project-events.js';

const tags = ['projects'];
const response = { 200: projectSchema, ...PROBLEM_RESPONSES };
const params = projectParamsSchema;
const see = { needs: 'see' } as const;
const manage = { needs: 'manage' } as const;

const CHANGES = {
  pause: 'Ask nobody for a while; what was begun is still taken',
  resume: 'Go on, also after work came to a halt',
  stop: 'Buy no more labels',
  archive: 'Take no more changes but of its members',
} as const;

/** Live projects: create, show, change, pause, stop. */
export function projectRoutes(context: ServerContext): FastifyPluginAsyncZod {
  const { projects } = context;
  return async (app) => {
    app.post(
      '/api/v1/projects',
      {
        config: manage,
        schema: {
          tags,
          summary: 'Create a project; its pool is read at once',
          body: projectCreateSchema,
          headers: writeHeadersSchema,
          response: { 201: projectSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => {
        const writer = {
          actor: annotatorOf(request),
          key: request.headers['idempotency-key'],
          by: whoAsks(request),
        };
        const project = await projects.create(request.body, writer);
        return reply
          .code(201)
          .header('location', `/api/v1/projects/${project.id}`)
          .header('etag', `"${project.version}"`)
          .send(project);
      },
    );
    app.get(
      '/api/v1/projects',
      {
        config: see,
        schema: {
          tags,
          summary: 'Your projects, newest first',
          querystring: pageQuerySchema,
          response: { 200: projectPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => projects.list({ ...request.query, visibleTo: whoAsks(request) }),
    );
    app.get(
      '/api/v1/projects/:project',
      {
        config: see,
        schema: { tags, summary: 'Status, settings, batch and labels', params, response },
      },
      async (request, reply) => {
        const project = await projects.get(request.params.project);
        return reply.header('etag', `"${project.version}"`).send(project);
      },
    );
    app.get(
      '/api/v1/projects/:project/events',
      {
        config: see,
        schema: {
          tags,
          summary: 'Server-sent events; resumes after Last-Event-ID',
          description:
            'Each event is named by its kind, its data is a ProjectEvent, its id a number. Events of kind `labels` have no id and tell how things stand now. Annotators are told of status, batches and labels.',
          params,
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
      (request, reply) =>
        streamProjectEvents(context, {
          project: request.params.project,
          after: request.headers['last-event-id'],
          reply,
        }),
    );
    app.patch(
      '/api/v1/projects/:project',
      {
        config: manage,
        schema: {
          tags,
          summary: 'Change how people label',
          description:
            'With If-Match only when nobody else changed it meanwhile; 412 otherwise. A lower overlap counts at once: items that have enough opinions are done. A higher one counts for items that are put up later.',
          params,
          headers: changeHeadersSchema,
          body: projectChangeSchema,
          response,
        },
      },
      async (request, reply) => {
        const project = await projects.change(request.params.project, {
          actor: annotatorOf(request),
          labelling: request.body.labelling,
          version: request.headers['if-match'],
        });
        return reply.header('etag', `"${project.version}"`).send(project);
      },
    );
    for (const change of ['pause', 'resume', 'stop', 'archive'] as const) {
      app.post(
        `/api/v1/projects/:project/${change}`,
        { config: manage, schema: { tags, summary: CHANGES[change], params, response } },
        (request) => projects.setStatus(request.params.project, change, annotatorOf(request)),
      );
    }
  };
}
