import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { dataFindingSchema, dataQuerySchema } from '@alaas/contracts';
import { inspectData } from '../../../services/projects/inspect-data.js';
import { whoAsks } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

/** What data are, before a project is made of them. */
export function dataRoutes({ places }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/data',
      {
        config: { needs: 'manage' },
        schema: {
          tags: ['uploads'],
          summary: 'Look at a folder, a table or an upload: what is in it, and what it is good for',
          querystring: dataQuerySchema,
          response: { 200: dataFindingSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => inspectData(places, request.query.data, whoAsks(request)),
    );
  };
}
