import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { priorForecastRequestSchema, priorForecastSchema } from '@alaas/contracts';
import { forecastBeforehand } from '../../../services/plan/prior-forecast.js';
import { PROBLEM_RESPONSES } from '../../problem-responses.js';

/** What labels can be expected to buy, before a project exists. */
export const forecastRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/api/v1/forecasts/prior',
    {
      config: { needs: 'manage' },
      schema: {
        tags: ['projects'],
        summary: 'What is expected of a budget before anything was measured; keeps nothing',
        body: priorForecastRequestSchema,
        response: { 200: priorForecastSchema, ...PROBLEM_RESPONSES },
      },
    },
    async (request) => forecastBeforehand(request.body),
  );
};
