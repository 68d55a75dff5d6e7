import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

/** The page asks nobody but this server; Swagger UI sets styles on its elements. */
const PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'self'",
].join('; ');

/** Serves the OpenAPI 3.1 description and, from files of its own, a page that shows it. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'ALaaS',
        description:
          'Active learning as a service: a pool and a budget in, the items to label out.',
        version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
      },
      tags: [
        { name: 'selections', description: 'Choose items of a pool' },
        { name: 'runs', description: 'Look on at runs, and decide what agents ask' },
        { name: 'people', description: 'Who may do what, and what was changed' },
        { name: 'projects', description: 'Live projects: people label, the agent decides' },
        { name: 'uploads', description: 'Files that are sent to be the pool of a project' },
        { name: 'jobs', description: 'Exports and other long work on live projects' },
        { name: 'webhooks', description: 'Who is told by HTTP of what happens' },
        { name: 'labelling', description: 'Items to label, answers, and the ledger' },
        { name: 'legacy', description: 'The call of the original ALaaS' },
        { name: 'health', description: 'For load balancers and monitoring' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: PAGE_POLICY });
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
