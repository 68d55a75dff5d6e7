import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  armParamsSchema,
  decisionParamsSchema,
  postponeSchema,
  runArmSchema,
  runDecisionSchema,
} from '@alaas/contracts';
import { PROBLEM_RESPONSES } from '../problem-responses.js';
import type { ServerContext } from '../server-context.js';

const tags = ['runs'];
const description =
  'It is put on record at once and counts when `alaas run` goes on. 409 when it comes too late, or while a run is at work.';

/** What people have to say about the decisions of a run. */
export function runInterventionRoutes({ runs }: ServerContext): FastifyPluginAsyncZod {
  const response = { 200: runDecisionSchema, ...PROBLEM_RESPONSES };
  return async (app) => {
    app.post(
      '/api/v1/runs/:id/decisions/:decision/approve',
      {
        schema: {
          tags,
          summary: 'Agree to a stop',
          description,
          params: decisionParamsSchema,
          response,
        },
      },
      ({ params: { id, decision } }) => runs.decide(id, { kind: 'approve', decision }),
    );
    app.post(
      '/api/v1/runs/:id/decisions/:decision/veto',
      {
        schema: {
          tags,
          summary: 'Refuse a stop, or bring the strategy back that was dropped',
          description,
          params: decisionParamsSchema,
          response,
        },
      },
      ({ params: { id, decision } }) => runs.decide(id, { kind: 'veto', decision }),
    );
    app.post(
      '/api/v1/runs/:id/decisions/:decision/postpone',
      {
        schema: {
          tags,
          summary: 'Put a stop off until more labels are there',
          description,
          params: decisionParamsSchema,
          body: postponeSchema,
          response,
        },
      },
      ({ params: { id, decision }, body: { labels } }) =>
        runs.decide(id, { kind: 'postpone', decision, labels }),
    );
    app.post(
      '/api/v1/runs/:id/arms/:arm/revive',
      {
        schema: {
          tags,
          summary: 'Bring a dropped strategy back into the race',
          description,
          params: armParamsSchema,
          response: { 200: runArmSchema, ...PROBLEM_RESPONSES },
        },
      },
      ({ params: { id, arm } }) => runs.revive(id, arm),
    );
  };
}
