import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  decisionParamsSchema,
  eventHeadersSchema,
  eventStreamSchema,
  noEventsSchema,
  runArmsSchema,
  runDecisionSchema,
  runDecisionsSchema,
  runForecastsSchema,
  runPageSchema,
  runParamsSchema,
  runQuerySchema,
  runRungsSchema,
  runSchema,
  trackRecordSchema,
} from '@alaas/contracts';
import { PROBLEM_RESPONSES } from '../problem-responses.js';
import type { ServerContext } from '../server-context.js';
import { streamRunEvents } from '../stream-run-events.js';

const tags = ['runs'];

/** The runs of the data folder: what they came to, what their agents expect and decided. */
export function runRoutes(context: ServerContext): FastifyPluginAsyncZod {
  const { runs } = context;
  return async (app) => {
    app.get(
      '/api/v1/runs',
      {
        schema: {
          tags,
          summary: 'Runs of all projects of the data folder, newest first',
          querystring: runQuerySchema,
          response: { 200: runPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      async (request) => runs.reader.list(request.query),
    );
    app.get('/api/v1/runs/:id', { schema: ofRun('Status and outcome', runSchema) }, (request) =>
      runs.get(request.params.id),
    );
    app.get(
      '/api/v1/runs/:id/arms',
      { schema: ofRun('Strategies under trial, with their curves', runArmsSchema) },
      async (request) => ({ arms: await runs.arms(request.params.id) }),
    );
    app.get(
      '/api/v1/runs/:id/rungs',
      { schema: ofRun('Stages of the race: who was dropped when', runRungsSchema) },
      async (request) => ({ rungs: await runs.rungs(request.params.id) }),
    );
    app.get(
      '/api/v1/runs/:id/forecasts',
      { schema: ofRun('What is expected, and what came true', runForecastsSchema) },
      (request) => runs.forecasts(request.params.id),
    );
    app.get(
      '/api/v1/runs/:id/decisions',
      { schema: ofRun('What the agent decided, with its evidence', runDecisionsSchema) },
      async (request) => ({ decisions: await runs.decisions(request.params.id) }),
    );
    app.get(
      '/api/v1/runs/:id/decisions/:decision',
      {
        schema: {
          tags,
          summary: 'One decision',
          params: decisionParamsSchema,
          response: { 200: runDecisionSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => runs.decision(request.params.id, request.params.decision),
    );
    app.get(
      '/api/v1/runs/:id/events',
      {
        schema: {
          tags,
          summary: 'Server-sent events until the run has ended; resumes after Last-Event-ID',
          description:
            'Each event is named by its kind, its data is a RunEvent, its id a number. A run that waits for people keeps the stream open.',
          params: runParamsSchema,
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
        streamRunEvents(context, {
          id: request.params.id,
          after: request.headers['last-event-id'],
          reply,
        }),
    );
    app.get(
      '/api/v1/track-record',
      {
        schema: {
          tags,
          summary: 'How forecasts and stops of all runs fared',
          response: { 200: trackRecordSchema, ...PROBLEM_RESPONSES },
        },
      },
      () => runs.trackRecord(),
    );
  };
}

function ofRun<Answer>(summary: string, answer: Answer) {
  return {
    tags,
    summary,
    params: runParamsSchema,
    response: { 200: answer, ...PROBLEM_RESPONSES },
  };
}
