import { z } from 'zod';
import { problemSchema } from '../problem.js';
import { agentEventSchemas, pastForecastSchema, runDecisionSchema } from '../run.js';
import { projectStatusSchema } from './project.js';

const count = z.number().int().min(0);

/** What happens in a project. */
export const projectEventSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('status'), status: projectStatusSchema }),
    z
      .object({ kind: z.literal('halted'), problem: problemSchema })
      .describe('Work came to a halt; it goes on when the project is resumed'),
    z
      .object({ kind: z.literal('batch'), number: count, strategy: z.string(), items: count })
      .describe('A batch can be labelled'),
    z
      .object({
        kind: z.literal('labels'),
        given: count.describe('Answers of people on record'),
        open: count.describe('Items of the batch that wait for answers'),
      })
      .describe('Answers came in. Not part of the history: it tells how things stand now'),
    ...agentEventSchemas,
    z
      .object({ kind: z.literal('forecast-missed'), forecast: pastForecastSchema })
      .describe('What was measured lies outside of what was expected'),
    z.object({ kind: z.literal('target-reached'), decision: runDecisionSchema }),
  ])
  .meta({ id: 'ProjectEvent' });

/** What happens in a project. */
export type ProjectEvent = z.infer<typeof projectEventSchema>;
