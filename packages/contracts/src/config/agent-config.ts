import { z } from 'zod';

import { nonEmptyText } from './non-empty-text.js';

/** `agent:` of `alaas.yaml`: what the agent works towards and may do. */
export const agentSchema = z
  .strictObject({
    arms: z
      .array(nonEmptyText)
      .min(1)
      .optional()
      .describe(
        'Strategies that it runs, the champion first. Default: uncertainty-herding with a challenger for `auto`, three good ones for `compare`.',
      ),
    metric: z
      .enum(['accuracy', 'macro-f1'])
      .default('accuracy')
      .describe('What counts. `macro-f1` weighs every class the same: for skewed classes.'),
    target: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .describe('Stop when the metric has reached this share with 90 % probability, as 0.9.'),
    earlyStop: z
      .boolean()
      .default(true)
      .describe('Whether to stop before the budget is spent, when little is left to gain.'),
    gainThreshold: z
      .number()
      .min(0)
      .lt(1)
      .default(0.02)
      .describe('Gain that the rest of the budget must promise, as a share.'),
    approval: z
      .enum(['automatic', 'person'])
      .default('automatic')
      .describe(
        'Who agrees to an early stop: `person` lets the run wait for `alaas decide` or the server.',
      ),
    continuedShare: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        'Share of automatic early stops that are not carried out, by lot, to measure how many would have been wrong; 0.05 is a good one.',
      ),
    pricePerLabel: z.number().min(0).optional().describe('Money for one label, in any currency.'),
    secondsPerLabel: z.number().min(0).optional().describe('Working time for one label.'),
  })
  .prefault({});

/** `agent:` with its defaults. */
export type AgentConfig = z.output<typeof agentSchema>;
