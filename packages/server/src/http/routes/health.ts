import { sql } from 'kysely';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { healthSchema, readinessSchema } from '@alaas/contracts';
import { databaseError } from '../../storage/database-error.js';
import { PROBLEM_RESPONSES } from '../problem-responses.js';
import type { ServerContext } from '../server-context.js';

/** `/healthz` (the process is there) and `/readyz` (it can work). */
export function healthRoutes(context: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/healthz',
      { schema: { tags: ['health'], response: { 200: healthSchema } } },
      async () => ({
        status: 'ok' as const,
        version: context.version,
        uptimeSeconds: process.uptime(),
      }),
    );
    app.get(
      '/readyz',
      {
        schema: {
          tags: ['health'],
          summary: 'Whether the database answers',
          response: { 200: readinessSchema, ...PROBLEM_RESPONSES },
        },
      },
      async () => {
        await sql`select 1`.execute(context.database.sql).catch((error: unknown) => {
          throw databaseError(error);
        });
        return { status: 'ready' as const, database: context.database.place.kind };
      },
    );
  };
}
