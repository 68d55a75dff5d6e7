import { z } from 'zod';

/** Where a run stands. */
const runStatusSchema = z.enum(['running', 'waiting', 'finished', 'cancelled', 'failed']);

const share = z.number().min(0).max(1);
const labelCount = z.number().int().min(0);

const bandShape = { p10: share, p50: share, p90: share };

/** Values in [0, 1] that are expected with so many labels. */
export const forecastPointSchema = z
  .object({ labels: labelCount, ...bandShape })
  .meta({ id: 'ForecastPoint' });

/** A forecast and what was measured later. */
export const pastForecastSchema = forecastPointSchema
  .extend({
    atLabels: labelCount.describe('Labels when it was made'),
    measured: share,
    held: z.boolean().describe('Whether the band held it, up to the error of measurement'),
  })
  .meta({ id: 'PastForecast' });

/** One strategy in the race. */
export const runArmSchema = z
  .object({
    strategy: z.string(),
    status: z.enum(['champion', 'racing', 'dropped', 'failed']),
    labels: labelCount.describe('Labels that it was trained on last'),
    value: share.nullable().describe('Last value on the holdout; null without one'),
    reason: z.string().nullable().describe('Why it left the race'),
    droppedAt: labelCount.nullable().describe('Labels of the arm when it left the race'),
    points: z.array(
      z.object({
        labels: labelCount,
        spent: labelCount.describe('Labels paid by then, holdout and all arms together'),
        value: share.nullable(),
        interval: z
          .object({ low: share, high: share })
          .nullable()
          .describe('95 % interval of the measurement; null without one'),
      }),
    ),
  })
  .meta({ id: 'RunArm' });

/** A stage of the race. */
export const runRungSchema = z
  .object({
    number: z.number().int().min(1),
    spent: labelCount.describe('Labels paid by its end; by now, while it is not over'),
    over: z.boolean(),
    arms: z
      .array(
        z.object({
          strategy: z.string(),
          labels: labelCount,
          value: share.nullable(),
          outcome: z.enum(['kept', 'dropped', 'racing']),
          decision: z.number().int().nullable().describe('The decision that dropped it'),
        }),
      )
      .describe('Best first'),
  })
  .meta({ id: 'RunRung' });

/** What the agent decided, with its evidence. */
export const runDecisionSchema = z
  .object({
    id: z.number().int().min(0).describe('Place in the list of decisions, from 0'),
    kind: z.enum(['drop', 'promote', 'stop', 'no-comparison']),
    round: z.number().int(),
    spent: labelCount.describe('Labels paid when it was made'),
    arm: z.string(),
    reason: z.string().describe("A rule's id"),
    text: z.string(),
    evidence: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
    probabilityWrong: share.nullable(),
    priceOfWaitingLabels: labelCount.describe('Labels that one more round of evidence costs'),
    status: z.enum([
      'taken',
      'asked',
      'approved',
      'vetoed',
      'postponed',
      'reverted',
      'continued-on-purpose',
    ]),
    can: z
      .array(z.enum(['approve', 'veto', 'postpone']))
      .describe('What a person can still do about it'),
  })
  .meta({ id: 'RunDecision' });

/** Why no more labels are bought. */
export const runStopSchema = z
  .object({
    reason: z.string(),
    text: z.string(),
    savedLabels: labelCount.describe('Labels of the budget that were not bought'),
    probabilityWrong: share.nullable().describe('Null where it is no matter of chance'),
  })
  .meta({ id: 'RunStop' });

/** How forecasts of the past fared. */
export const trackRecordSchema = z
  .object({
    runs: z.number().int().describe('Runs that the forecasts are from'),
    forecasts: z.number().int().describe('Those whose outcome is known'),
    inside: z.number().int().describe('Those whose band held the outcome; four of five should'),
    meanError: share.nullable().describe('Mean distance of the middle from the outcome'),
    bias: z.number().nullable().describe('Mean of outcome − middle'),
    stops: z
      .object({
        known: z.number().int().describe('Early stops not carried out, whose outcome is known'),
        wrong: z.number().int(),
        labelsAfter: labelCount.describe('Labels bought after them'),
      })
      .describe('The regret ledger'),
  })
  .meta({ id: 'TrackRecord' });

/** A run without its agent. */
export const runSummarySchema = z
  .object({
    id: z.string(),
    project: z.string(),
    status: runStatusSchema,
    createdAt: z.iso.datetime(),
    workSeconds: z.number(),
    labels: z.object({ used: labelCount, budget: labelCount.nullable() }),
    mode: z.enum(['auto', 'compare', 'paper', 'replay']).nullable().describe('Null: no agent'),
    decisionAsked: z.number().int().nullable().describe('The decision that waits for a person'),
  })
  .meta({ id: 'RunSummary' });

/** How good the model is that a run delivers. */
export const deliveredModelSchema = z
  .object({
    labels: labelCount.describe('Labels that it was trained on'),
    metric: z.enum(['accuracy', 'macro-f1']),
    value: share,
    low: share.describe('Lower end of the 95 % interval'),
    high: share,
    measured: z
      .enum(['itself', 'before-holdout'])
      .describe(
        '`itself`: on test items; `before-holdout`: the leading model on a holdout that was bought, which the delivered one was trained on as well',
      ),
  })
  .meta({ id: 'DeliveredModel' });

/** A run with what its agent has come to. */
export const runSchema = runSummarySchema
  .extend({
    agent: z
      .object({
        metric: z.enum(['accuracy', 'macro-f1']),
        champion: z.string(),
        holdout: z.object({ items: z.number().int(), bought: z.boolean() }),
        stop: runStopSchema.nullable(),
      })
      .nullable(),
    delivered: deliveredModelSchema
      .nullable()
      .describe('Null before the end, and where nothing was measured'),
  })
  .meta({ id: 'Run' });

/** A page of runs, newest first. */
export const runPageSchema = z
  .object({
    runs: z.array(runSummarySchema),
    nextCursor: z.string().nullable().describe('Ask for the next page with it; null at the end'),
  })
  .meta({ id: 'RunPage' });

/** The arms of a run. */
export const runArmsSchema = z.object({ arms: z.array(runArmSchema) }).meta({ id: 'RunArms' });

/** The rungs of a run. */
export const runRungsSchema = z.object({ rungs: z.array(runRungSchema) }).meta({ id: 'RunRungs' });

/** The decisions of a run, in the order in which they were made. */
export const runDecisionsSchema = z
  .object({ decisions: z.array(runDecisionSchema) })
  .meta({ id: 'RunDecisions' });

/** What is expected of a run, and what became of expectations. */
export const runForecastsSchema = z
  .object({
    forecast: z
      .array(forecastPointSchema)
      .describe('From the last point to the end of the budget; empty where nothing can be said'),
    record: z.array(pastForecastSchema),
  })
  .meta({ id: 'RunForecasts' });

/** What an agent comes to, step by step. */
export const agentEventSchemas = [
  z.object({
    kind: z.literal('point'),
    strategy: z.string(),
    labels: labelCount,
    spent: labelCount,
    value: share.nullable(),
  }),
  z.object({
    kind: z.literal('forecast'),
    strategy: z.string(),
    atLabels: labelCount,
    labels: labelCount,
    ...bandShape,
  }),
  z.object({
    kind: z.literal('arm'),
    strategy: z.string(),
    status: runArmSchema.shape.status,
    reason: z.string().nullable(),
  }),
  z.object({ kind: z.literal('rung'), rung: runRungSchema }),
  z.object({ kind: z.literal('decision'), decision: runDecisionSchema }),
] as const;

/** What happens to a run. */
export const runEventSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('status'), status: runStatusSchema }),
    ...agentEventSchemas,
  ])
  .meta({ id: 'RunEvent' });

/** Where a run stands. */
export type RunStatus = z.infer<typeof runStatusSchema>;
/** Values that are expected with so many labels. */
export type ForecastPoint = z.infer<typeof forecastPointSchema>;
/** A forecast and what was measured later. */
export type PastForecast = z.infer<typeof pastForecastSchema>;
/** One strategy in the race. */
export type RunArm = z.infer<typeof runArmSchema>;
/** A stage of the race. */
export type RunRung = z.infer<typeof runRungSchema>;
/** What the agent decided, with its evidence. */
export type RunDecision = z.infer<typeof runDecisionSchema>;
/** Why no more labels are bought. */
export type RunStop = z.infer<typeof runStopSchema>;
/** How forecasts of the past fared. */
export type TrackRecord = z.infer<typeof trackRecordSchema>;
/** A run without its agent. */
export type RunSummary = z.infer<typeof runSummarySchema>;
/** A run with what its agent has come to. */
export type Run = z.infer<typeof runSchema>;
/** How good the model is that a run delivers. */
export type DeliveredModel = z.infer<typeof deliveredModelSchema>;
/** A page of runs, newest first. */
export type RunPage = z.infer<typeof runPageSchema>;
/** The arms of a run. */
export type RunArms = z.infer<typeof runArmsSchema>;
/** The rungs of a run. */
export type RunRungs = z.infer<typeof runRungsSchema>;
/** The decisions of a run. */
export type RunDecisions = z.infer<typeof runDecisionsSchema>;
/** What is expected of a run, and what became of expectations. */
export type RunForecasts = z.infer<typeof runForecastsSchema>;
/** What happens to a run. */
export type RunEvent = z.infer<typeof runEventSchema>;
