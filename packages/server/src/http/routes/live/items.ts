import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  classGuidesSchema,
  itemContentSchema,
  itemFilterSchema,
  itemMapQuerySchema,
  itemMapSchema,
  itemPageSchema,
  itemParamsSchema,
  itemPositionsSchema,
  itemQuerySchema,
  knownHeadersSchema,
  projectParamsSchema,
  quarantineSchema,
  thumbnailQuerySchema,
} from '@alaas/contracts';
import { thumbnailOf, type ItemContent } from '../../../services/items/item-service.js';
import { whoAsks } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

const tags = ['labelling'];
const see = { needs: 'see' } as const;
const bytes = (type: string) => ({ content: { [type]: { schema: itemContentSchema } } });
const unchanged = { 304: { description: 'The caller has it already', ...bytes('text/plain') } };

/** An item is what anybody put into a source: a browser shows it, and runs nothing of it. */
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
  'cross-origin-resource-policy': 'same-origin',
  // What is at a place may change: the browser asks, and mostly hears that it did not.
  'cache-control': 'private, no-cache',
} as const;

/** The items of a project, and what they look like. */
export function itemRoutes({ items }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/projects/:project/items',
      {
        config: { needs: 'read' },
        schema: {
          tags,
          summary: 'Items by position, with what people said of them',
          params: projectParamsSchema,
          querystring: itemQuerySchema,
          response: { 200: itemPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => items.list(request.params.project, request.query),
    );
    app.get(
      '/api/v1/projects/:project/items/positions',
      {
        config: { needs: 'read' },
        schema: {
          tags,
          summary: 'The positions of all items that fit',
          params: projectParamsSchema,
          querystring: itemFilterSchema,
          response: { 200: itemPositionsSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => ({
        positions: await items.positions(request.params.project, request.query),
      }),
    );
    app.get(
      '/api/v1/projects/:project/items/map',
      {
        config: { needs: 'read' },
        schema: {
          tags,
          summary: 'A sample of items with their embeddings',
          params: projectParamsSchema,
          querystring: itemMapQuerySchema,
          response: { 200: itemMapSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => items.map(request.params.project, request.query.limit),
    );
    app.get(
      '/api/v1/projects/:project/classes',
      {
        config: see,
        schema: {
          tags,
          summary: 'The classes with definitions, colours, and items that show them',
          params: projectParamsSchema,
          response: { 200: classGuidesSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => ({ classes: await items.classGuides(request.params.project) }),
    );
    app.get(
      '/api/v1/projects/:project/quarantine',
      {
        config: { needs: 'read' },
        schema: {
          tags,
          summary: 'Items of the source that could not be used, with reasons',
          params: projectParamsSchema,
          response: { 200: quarantineSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => items.quarantined(request.params.project),
    );
    app.get(
      '/api/v1/projects/:project/items/:position/content',
      {
        config: see,
        schema: {
          tags,
          summary: 'The image or text itself; annotators see what was handed to them',
          params: itemParamsSchema,
          headers: knownHeadersSchema,
          response: {
            200: { description: 'The content', ...bytes('*/*') },
            ...unchanged,
            ...PROBLEM_RESPONSES,
          },
        },
      },
      async (request, reply) => {
        const content = await items.content({ ...request.params, ...reader(request) });
        const { digest } = content;
        return isKnown(reply, digest) ? reply.code(304).send('') : send(reply, content);
      },
    );
    app.get(
      '/api/v1/projects/:project/items/:position/thumbnail',
      {
        config: see,
        schema: {
          tags,
          summary: 'A small picture of an image',
          params: itemParamsSchema,
          querystring: thumbnailQuerySchema,
          headers: knownHeadersSchema,
          response: {
            200: { description: 'The picture', ...bytes('image/webp') },
            ...unchanged,
            ...PROBLEM_RESPONSES,
          },
        },
      },
      async (request, reply) => {
        const { size } = request.query;
        const content = await items.content({ ...request.params, ...reader(request) });
        if (isKnown(reply, `${content.digest}-${size}`)) return reply.code(304).send('');
        return send(reply, await thumbnailOf(content, size));
      },
    );
  };
}

function reader(request: FastifyRequest): { readonly annotator?: string } {
  const { name, rights } = whoAsks(request);
  return rights.includes('read') ? {} : { annotator: name };
}

/** Says what the content is known by, and whether the caller has it. */
function isKnown(reply: FastifyReply, tag: string): boolean {
  const etag = `"${tag}"`;
  void reply.headers({ ...HARMLESS, etag });
  const known = reply.request.headers['if-none-match'] ?? '';
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

function send(reply: FastifyReply, { bytes, mediaType }: ItemContent): FastifyReply {
  return reply.type(mediaType).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
