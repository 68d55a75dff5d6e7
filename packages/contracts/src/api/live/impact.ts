import { z } from 'zod';

import { randomComparisonSchema } from './random-comparison.js';

const count = z.number().int().min(0);
const agreement = z.object({ answers: count, agreed: count });
const share = z.number().min(0).max(1);

/** What the labels of a team did to the model, and how the person who asks fares. */
export const impactSchema = z
  .object({
    team: z.object({
      people: count,
      answers: count.describe('Labels that people gave'),
      activeSeconds: z.number().min(0),
    }),
    rounds: z
      .array(
        z.object({
          version: z.number().int().min(1).describe('The model that was live after the round'),
          labels: count.describe('Labels that it was trained on'),
          value: share.nullable().describe('On the holdout; null without one'),
          at: z.iso.datetime(),
          classes: z
            .array(
              z.object({
                name: z.string(),
                items: count.describe('Items of the holdout that are of this class'),
                right: count.describe('Those of them that the model finds'),
              }),
            )
            .describe('Empty where nothing was measured'),
        }),
      )
      .describe('Oldest first'),
    saved: z
      .object({
        labels: count.describe('Labels of the budget that were not needed'),
        seconds: z.number().min(0).describe('At the usual time for one label (median)'),
      })
      .nullable()
      .describe('By stopping early; null while the work goes on, and where all was spent'),
    againstRandom: randomComparisonSchema.describe('Labels saved against picks at random'),
    suggestions: z
      .object({
        shown: agreement.describe('Labels of items that came with a suggestion'),
        blind: agreement.describe('Labels of items that came without, by lot'),
      })
      .nullable()
      .describe(
        'How often people say what the model took the item for: where they see it far more often than where they do not, it leads them. Null without suggestions',
      ),
    own: z
      .object({
        answers: count,
        activeSeconds: z.number().min(0),
        judged: count.describe(
          'Own labels on items of which more than half of several people agree',
        ),
        agreed: count.describe('Those that are as most people say'),
      })
      .describe('Of the person who asks; nobody else is told'),
  })
  .meta({ id: 'Impact' });

/** What the labels of a team did to the model. */
export type Impact = z.infer<typeof impactSchema>;
