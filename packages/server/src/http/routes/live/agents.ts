import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  budgetExtensionSchema,
  evaluationAnswerSchema,
  impactSchema,
  pageQuerySchema,
  postponeSchema,
  projectArmParamsSchema,
  projectDecisionParamsSchema,
  projectModelsSchema,
  projectParamsSchema,
  roundPageSchema,
  runArmsSchema,
  runDecisionsSchema,
  runForecastsSchema,
  runRungsSchema,
  writeHeadersSchema,
} from '@alaas/contracts';
import type { FastifyRequest } from 'fastify';
import { annotatorOf } from '../../access-guard.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';
import type { ServerContext } from '../../server-context.js';

const tags = ['projects'];
const params = projectParamsSchema;
const headers = writeHeadersSchema;
const manage = { needs: 'manage' } as const;
const read = { needs: 'read' } as const;
const decided = { 200: runDecisionsSchema, ...PROBLEM_RESPONSES };

/** What the agent of a live project came to, and what people decide. */
export function agentRoutes({ agents, models }: ServerContext): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/projects/:project/arms',
      shown('Strategies under trial', runArmsSchema),
      async (request) => ({
        arms: await agents.arms(request.params.project),
      }),
    );
    app.get(
      '/api/v1/projects/:project/rungs',
      shown('Stages of the race', runRungsSchema),
      async (request) => ({
        rungs: await agents.rungs(request.params.project),
      }),
    );
    app.get(
      '/api/v1/projects/:project/forecasts',
      shown('What is expected, and what came true', runForecastsSchema),
      (request) => agents.forecasts(request.params.project),
    );
    app.get(
      '/api/v1/projects/:project/decisions',
      shown('What the agent decided, with its evidence', runDecisionsSchema),
      async (request) => ({ decisions: await agents.decisions(request.params.project) }),
    );
    app.get(
      '/api/v1/projects/:project/decisions/replayed',
      shown(
        'The decisions to which the record leads when it is gone through anew',
        runDecisionsSchema,
      ),
      async (request) => ({ decisions: await agents.replayedDecisions(request.params.project) }),
    );
    app.get(
      '/api/v1/projects/:project/models',
      shown('Heads that were trained, latest first', projectModelsSchema),
      async (request) => ({ models: await models.list(request.params.project) }),
    );
    app.get(
      '/api/v1/projects/:project/rounds',
      {
        config: read,
        schema: {
          tags,
          summary: 'Batches that people were asked for, oldest first, and what came of each',
          params,
          querystring: pageQuerySchema,
          response: { 200: roundPageSchema, ...PROBLEM_RESPONSES },
        },
      },
      (request) => models.rounds({ project: request.params.project, ...request.query }),
    );
    app.get(
      '/api/v1/projects/:project/evaluation',
      shown('How good the present model is, class by class', evaluationAnswerSchema),
      async (request) => ({ evaluation: await models.evaluation(request.params.project) }),
    );
    app.get(
      '/api/v1/projects/:project/impact',
      {
        ...shown('What labels did to the model, and how the person who asks fares', impactSchema),
        config: { needs: 'see' },
      },
      (request) => models.impact({ project: request.params.project, person: annotatorOf(request) }),
    );
    for (const kind of ['approve', 'veto'] as const) {
      app.post(
        `/api/v1/projects/:project/decisions/:decision/${kind}`,
        {
          config: manage,
          schema: {
            tags,
            summary: kind === 'approve' ? 'Agree to a stop' : 'Refuse a stop or a dropping',
            params: projectDecisionParamsSchema,
            headers,
            response: decided,
          },
        },
        async (request) => {
          const { project, decision } = request.params;
          return {
            decisions: await agents.intervene(project, writerOf(request), { kind, decision }),
          };
        },
      );
    }
    app.post(
      '/api/v1/projects/:project/decisions/:decision/postpone',
      {
        config: manage,
        schema: {
          tags,
          summary: 'Put a stop off until more labels are there',
          params: projectDecisionParamsSchema,
          headers,
          body: postponeSchema,
          response: decided,
        },
      },
      async (request) => {
        const { project, decision } = request.params;
        const wish = { kind: 'postpone', decision, labels: request.body.labels } as const;
        return { decisions: await agents.intervene(project, writerOf(request), wish) };
      },
    );
    app.post(
      '/api/v1/projects/:project/arms/:arm/revive',
      {
        config: manage,
        schema: {
          tags,
          summary: 'Bring a dropped strategy back',
          params: projectArmParamsSchema,
          headers,
          response: decided,
        },
      },
      async (request) => {
        const { project, arm } = request.params;
        const wish = { kind: 'revive', arm } as const;
        return { decisions: await agents.intervene(project, writerOf(request), wish) };
      },
    );
    app.post(
      '/api/v1/projects/:project/budget/extend',
      {
        config: manage,
        schema: {
          tags,
          summary: 'Add labels to the budget; a stopped project goes on',
          params,
          headers,
          body: budgetExtensionSchema,
          response: decided,
        },
      },
      async (request) => {
        const wish = { kind: 'extend', labels: request.body.labels } as const;
        const { project } = request.params;
        return { decisions: await agents.intervene(project, writerOf(request), wish) };
      },
    );
  };
}

function writerOf(request: FastifyRequest) {
  const key = request.headers['idempotency-key'];
  return { actor: annotatorOf(request), key: typeof key === 'string' ? key : undefined };
}

function shown<Answer>(summary: string, answer: Answer) {
  return {
    config: read,
    schema: { tags, summary, params, response: { 200: answer, ...PROBLEM_RESPONSES } },
  };
}
