import { z } from 'zod';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);

/** A batch of items that the agent asked people for, and what came of it. */
const projectRoundSchema = z
  .object({
    number: count.describe('From 0, as in the ledger'),
    strategy: z
      .string()
      .describe('Which chose the items; `holdout` for those that are measured on'),
    rung: count.describe('Stage of the race'),
    asked: count.describe('Items for which a label was asked'),
    labelled: count.describe('Those of them that have their label'),
    openedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable().describe('Null while people label it'),
    model: z
      .object({
        version: z.number().int().min(1),
        strategy: z.string(),
        labels: count.describe('Labels that it was trained on'),
        measured: z
          .object({ accuracy: share, macroF1: share })
          .nullable()
          .describe('On the holdout; null without one'),
      })
      .nullable()
      .describe(
        'The first that was trained after the round: that of its strategy, else the one that was live; null before',
      ),
  })
  .meta({ id: 'ProjectRound' });

/** A page of rounds, oldest first. */
export const roundPageSchema = z
  .object({ rounds: z.array(projectRoundSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'RoundPage' });

/** A batch of items that the agent asked people for. */
export type ProjectRound = z.infer<typeof projectRoundSchema>;
/** A page of rounds. */
export type RoundPage = z.infer<typeof roundPageSchema>;
