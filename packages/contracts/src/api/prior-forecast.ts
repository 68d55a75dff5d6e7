import { z } from 'zod';
import { forecastPointSchema } from './run.js';

const paid = z.number().int().min(1).describe('Labels paid by then, bought holdout included');

/** What is known of a project before it exists. */
export const priorForecastRequestSchema = z
  .strictObject({
    classCount: z.number().int().min(2).max(10_000),
    budget: z.number().int().min(1).max(10_000_000).describe('Labels, a bought holdout included'),
    holdout: z
      .number()
      .int()
      .min(1)
      .max(10_000_000)
      .optional()
      .describe('Labelled items that are there to measure on; default: bought as the agent would'),
    metric: z.enum(['accuracy', 'macro-f1']).default('accuracy'),
    target: z.number().gt(0).max(1).optional().describe('Value to be reached, as 0.9'),
  })
  .meta({ id: 'PriorForecastRequest' });

/** What is expected before anything was measured: what learning curves of other data were like. */
export const priorForecastSchema = z
  .object({
    basis: z.literal('experience').describe('Nothing of these data was measured'),
    metric: priorForecastRequestSchema.shape.metric.unwrap(),
    holdout: z
      .object({ items: z.number().int().min(0), bought: z.boolean() })
      .describe('No items: the budget is too small for any'),
    forecasts: z
      .array(forecastPointSchema.extend({ labels: paid }))
      .describe('Up to the end of the budget; the truth lies between p10 and p90 in 4 of 5 cases'),
    target: z
      .object({
        target: z.number(),
        p10: paid.nullable(),
        p50: paid.nullable(),
        p90: paid.nullable(),
        probabilityUnreachable: z.number().min(0).max(1).describe('Within the budget'),
      })
      .nullable()
      .describe('Labels paid until the target; null counts lie beyond the budget'),
  })
  .meta({ id: 'PriorForecast' });

/** What is known of a project before it exists, as it is sent. */
export type PriorForecastInput = z.input<typeof priorForecastRequestSchema>;
/** What is known of a project before it exists. */
export type PriorForecastRequest = z.output<typeof priorForecastRequestSchema>;
/** What is expected before anything was measured. */
export type PriorForecast = z.infer<typeof priorForecastSchema>;
