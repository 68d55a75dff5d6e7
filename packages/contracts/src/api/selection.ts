import { z } from 'zod';
import { problemSchema } from './problem.js';

/** Where a selection stands. */
export const selectionStatusSchema = z.enum([
  'queued',
  'running',
  'finished',
  'failed',
  'cancelled',
]);

const progressSchema = z.object({
  stage: z.string().describe('What is being done: embed, train or select'),
  done: z.number().int(),
  total: z.number().int().optional(),
});

const resultSchema = z
  .object({
    strategy: z.string().describe('The strategy that chose'),
    seed: z.number().int(),
    selected: z
      .array(z.object({ id: z.string(), row: z.number().int().describe('Row in the pool') }))
      .describe('In pick order'),
    quarantined: z.array(z.object({ item: z.string(), code: z.string(), reason: z.string() })),
    warnings: z.array(z.string()),
    stages: z.array(
      z.object({
        name: z.string(),
        items: z.number().int(),
        seconds: z.number(),
        busy: z.number(),
        plan: z
          .object({
            device: z.string(),
            sessions: z.number().int(),
            threadsPerSession: z.number().int(),
            itemsPerRun: z.number().int().optional(),
          })
          .optional()
          .describe('Of the encoder: how it ran its model'),
      }),
    ),
    seconds: z.object({ load: z.number(), select: z.number(), total: z.number() }),
  })
  .meta({ id: 'SelectionResult' });

/** A selection without its result. */
export const selectionSummarySchema = z
  .object({
    id: z.string(),
    status: selectionStatusSchema,
    strategy: z.string().describe('The strategy asked for'),
    budget: z.number().int(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SelectionSummary' });

/** A selection: its status, and its result or error when it has ended. */
export const selectionSchema = selectionSummarySchema
  .extend({
    progress: progressSchema.nullable(),
    result: resultSchema.nullable(),
    error: problemSchema.nullable(),
  })
  .meta({ id: 'Selection' });

/** A page of selections, newest first. */
export const selectionPageSchema = z
  .object({
    selections: z.array(selectionSummarySchema),
    nextCursor: z.string().nullable().describe('Ask for the next page with it; null at the end'),
  })
  .meta({ id: 'SelectionPage' });

/** Which page of which selections. */
export const selectionQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().optional(),
  status: selectionStatusSchema.optional(),
});

/** Which selection. */
export const selectionParamsSchema = z.object({ id: z.string().min(1).max(200) });

/** Headers of a new selection. */
export const createHeadersSchema = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The same key again answers the selection that was made first'),
});

/** Headers of a stream of events. */
export const eventHeadersSchema = z.object({
  'last-event-id': z
    .string()
    .regex(/^\d+$/, { error: 'It is no number of an event' })
    .default('0')
    .pipe(z.coerce.number<string>().max(2_147_483_647))
    .describe('Resume after this event'),
});

/** A stream of server-sent events. */
export const eventStreamSchema = z.string();

/** The answer 204 to who asks for events after the last one. */
export const noEventsSchema = z
  .null()
  .describe('Nothing came after Last-Event-ID, and nothing will: do not connect again');

/** What happens to a selection; the stream ends after a status that is final. */
export const selectionEventSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('status'), status: selectionStatusSchema }),
    progressSchema.extend({ kind: z.literal('progress') }),
  ])
  .meta({ id: 'SelectionEvent' });

/** Where a selection stands. */
export type SelectionStatus = z.infer<typeof selectionStatusSchema>;
/** How far the present stage is. */
export type SelectionProgress = z.infer<typeof progressSchema>;
/** What was chosen, and how. */
export type SelectionResult = z.infer<typeof resultSchema>;
/** A selection without its result. */
export type SelectionSummary = z.infer<typeof selectionSummarySchema>;
/** A selection: its status, and its result or error when it has ended. */
export type Selection = z.infer<typeof selectionSchema>;
/** A page of selections, newest first. */
export type SelectionPage = z.infer<typeof selectionPageSchema>;
/** Which page of which selections. */
export type SelectionQuery = z.input<typeof selectionQuerySchema>;
/** What happens to a selection. */
export type SelectionEvent = z.infer<typeof selectionEventSchema>;

/** Whether a selection has come to its end. */
export function isFinal(status: SelectionStatus): boolean {
  return status === 'finished' || status === 'failed' || status === 'cancelled';
}
