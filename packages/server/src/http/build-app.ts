import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { AlaasError } from '@alaas/contracts';
import { describeApi } from './api-description.js';
import { guardAccess } from './access-guard.js';
import { answerErrors, answerFrameworkError, answerUnreadable } from './error-handler.js';
import { hostCheck } from './host-check.js';
import { limitRequests } from './limit-requests.js';
import { serveMetrics } from './metrics.js';
import { requireStorableText } from './require-storable-text.js';
import { healthRoutes } from './routes/health.js';
import { legacyPostRoute } from './routes/legacy-post.js';
import { agentRoutes } from './routes/live/agents.js';
import { dataRoutes } from './routes/live/data.js';
import { forecastRoutes } from './routes/live/forecasts.js';
import { itemRoutes } from './routes/live/items.js';
import { jobRoutes } from './routes/live/jobs.js';
import { joinPageRoute } from './routes/live/join-page.js';
import { labellingRoutes } from './routes/live/labelling.js';
import { peopleRoutes } from './routes/live/people.js';
import { projectRoutes } from './routes/live/projects.js';
import { sessionRoutes } from './routes/live/sessions.js';
import { systemRoutes } from './routes/live/system.js';
import { uploadRoutes } from './routes/live/uploads.js';
import { webhookRoutes } from './routes/live/webhooks.js';
import { runInterventionRoutes } from './routes/run-interventions.js';
import { runRoutes } from './routes/runs.js';
import { selectionRoutes } from './routes/selections.js';
import { serveSite } from './serve-site.js';
import type { ServerContext } from './server-context.js';

/** How the application answers. */
export interface AppOptions {
  readonly logger: FastifyBaseLogger;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly bodyLimitBytes: number;
  /** Requests to the API of one key, session or address. */
  readonly requestsPerMinute: number;
  /** Folder of the web application. */
  readonly site?: string | undefined;
}

/** Puts routes, checks, description and metrics together; listens to nothing yet. */
export async function buildApp(
  context: ServerContext,
  options: AppOptions,
): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.logger,
    bodyLimit: options.bodyLimitBytes,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerUnreadable,
  });
  // Without it, a web page elsewhere cannot post a form here without the browser asking first.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const { site } = options;
  answerErrors(app, site === undefined ? undefined : await serveSite(app, site));
  const checkHost = hostCheck(options.host, options.allowedHosts);
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    checkHost(request.headers.host);
    if (context.closing.aborted) {
      throw new AlaasError('HTTP_CLOSING', 'The server is shutting down.');
    }
  });
  app.addHook('preValidation', async ({ params, query: querystring, body }) =>
    requireStorableText({ params, querystring, body }),
  );
  app.addHook('onSend', async (_request, reply) => {
    if (context.closing.aborted) void reply.header('connection', 'close');
  });
  await app.register(cookie);
  await limitRequests(app, options.requestsPerMinute);
  guardAccess(app, context.access);
  serveMetrics(app, context.queue);
  await describeApi(app, context.version);
  const typed = app.withTypeProvider<ZodTypeProvider>();
  await typed.register(healthRoutes(context));
  await typed.register(selectionRoutes(context));
  await typed.register(runRoutes(context));
  await typed.register(runInterventionRoutes(context));
  if (site === undefined) await typed.register(joinPageRoute);
  await typed.register(sessionRoutes(context));
  await typed.register(peopleRoutes(context));
  await typed.register(projectRoutes(context));
  await typed.register(itemRoutes(context));
  await typed.register(uploadRoutes(context));
  await typed.register(dataRoutes(context));
  await typed.register(forecastRoutes);
  await typed.register(labellingRoutes(context));
  await typed.register(jobRoutes(context));
  await typed.register(webhookRoutes(context));
  await typed.register(agentRoutes(context));
  await typed.register(systemRoutes(context));
  await typed.register(legacyPostRoute(context));
  return app;
}
