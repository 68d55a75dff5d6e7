import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  AlaasError,
  doneSchema,
  uploadedFileSchema,
  uploadFileQuerySchema,
  uploadParamsSchema,
  uploadSchema,
  writeHeadersSchema,
} from '@alaas/contracts';

import { whoAsks, whoWrites } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

const FILE = 'application/octet-stream';
const tags = ['uploads'];
const config = { needs: 'manage' } as const;
const params = uploadParamsSchema;

/** Files that are sent to be the pool of a project. */
export function uploadRoutes({ uploads }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    // Handed on as it comes in: a file may be larger than what fits into memory.
    app.addContentTypeParser(FILE, (_request, content, done) => {
      done(null, content);
    });
    app.post(
      '/api/v1/uploads',
      {
        config,
        schema: {
          tags,
          summary: 'Begin an upload; `data` is what a project names it by',
          description: 'It is yours: nobody but an owner can look at it or use it beside you.',
          headers: writeHeadersSchema,
          response: { 201: uploadSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request, reply) => reply.code(201).send(await uploads.begin(whoWrites(request))),
    );
    app.get(
      '/api/v1/uploads/:upload',
      {
        config,
        schema: {
          tags,
          summary: 'How much is there',
          params,
          response: { 200: uploadSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => uploads.get(whoAsks(request), request.params.upload),
    );
    app.put(
      '/api/v1/uploads/:upload/files',
      {
        config,
        errorHandler: (thrown, request) => {
          // Fastify refuses types that it cannot read before the route is asked.
          throw thrown.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' ? noFile(request) : thrown;
        },
        schema: {
          tags,
          summary: 'Send a file, as it is; on disk when this answers',
          consumes: [FILE],
          params,
          querystring: uploadFileQuerySchema,
          response: { 200: uploadedFileSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) =>
        uploads.put(whoAsks(request), request.params.upload, {
          name: request.query.name,
          content: contentOf(request),
        }),
    );
    app.delete(
      '/api/v1/uploads/:upload',
      {
        config,
        schema: {
          tags,
          summary: 'Remove it with its files',
          params,
          response: { 200: doneSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => {
        await uploads.remove(whoAsks(request), request.params.upload);
        return { done: true as const };
      },
    );
  };
}

/** The file as it comes in; an empty one comes without a body. */
function contentOf(request: FastifyRequest): Readable {
  if (request.body instanceof Readable) return request.body;
  if (request.headers['content-type'] === FILE) return Readable.from([]);
  throw noFile(request);
}

function noFile({ headers }: Pick<FastifyRequest, 'headers'>): AlaasError {
  const type = headers['content-type'];
  const message = `A file is sent as ${FILE}, not ${type ?? 'nothing'}.`;
  return new AlaasError('HTTP_MEDIA_TYPE', message, {
    field: 'content-type',
    value: type ?? null,
    remedy: `Send the bytes of the file with the header "Content-Type: ${FILE}".`,
  });
}
