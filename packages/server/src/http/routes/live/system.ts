import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { systemSchema } from '@alaas/contracts';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

/** How the installation does. */
export function systemRoutes({ version, queue, system }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/system',
      {
        config: { needs: 'own' },
        schema: {
          tags: ['system'],
          summary: 'Workers, work that waits, cache, database, and what is wrong with the machine',
          response: { 200: systemSchema, ...PROBLEM_RESPONSES },
        },
      },
      async () => ({
        version,
        uptimeSeconds: process.uptime(),
        selections: queue.size,
        ...(await system.look()),
      }),
    );
  };
}
