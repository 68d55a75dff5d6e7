import { z } from 'zod';
import { suggestionSchema } from './assignment.js';
import { pageQuerySchema, projectParamsSchema } from './project.js';

const comment = z.string().max(4_000).optional().describe('For those who look at it later');
const activeSeconds = z
  .number()
  .min(0)
  .max(86_400)
  .default(0)
  .describe('Seconds of work; cut off where the project says that idling begins');
const client = z.string().max(200).optional().describe('Name and version of the client');
const given = { assignment: z.string().min(1).max(200), comment, activeSeconds, client };

/** What an annotator says of an item. */
export const answerSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('label'),
      label: z.string().min(1).max(1_000),
      ...given,
    }),
    z
      .strictObject({ kind: z.literal('cannot-tell'), ...given })
      .describe('Nobody could tell from what is shown; counts as an opinion'),
    z
      .strictObject({ kind: z.literal('skip'), ...given })
      .describe('Another annotator gets the item'),
    z
      .strictObject({ kind: z.literal('flag'), ...given })
      .describe('Something is wrong with the item; it stays with the annotator'),
  ])
  .meta({ id: 'Answer' });

/** Another label for an item that the annotator labelled before. */
export const correctionSchema = z
  .strictObject({ label: z.string().min(1).max(1_000), comment, activeSeconds, client })
  .meta({ id: 'Correction' });

/** An entry of the ledger. */
export const ledgerEntrySchema = z
  .object({
    id: z.string(),
    kind: z.enum(['label', 'cannot-tell', 'skip', 'flag', 'undo']),
    item: z.string(),
    position: z.number().int(),
    label: z.string().nullable(),
    comment: z.string().nullable(),
    annotator: z.string(),
    at: z.iso.datetime(),
    activeSeconds: z.number(),
    batch: z.number().int().nullable(),
    strategy: z.string().describe('Who asked for it'),
    rung: z.number().int().describe('Stages of the race that were over then'),
    modelVersion: z
      .number()
      .int()
      .nullable()
      .describe('Model that was live; null before the first'),
    suggestion: suggestionSchema
      .extend({ shown: z.boolean().describe('Whether it came with the item') })
      .nullable()
      .describe('What the model took the item for; null where the project wanted no suggestions'),
    client: z.string().nullable(),
    replaces: z.string().nullable().describe('The entry that this one corrects or undoes'),
  })
  .meta({ id: 'LedgerEntry' });

/** A page of the ledger, oldest first. */
export const ledgerPageSchema = z
  .object({
    entries: z.array(ledgerEntrySchema),
    nextCursor: z.string().nullable().describe('Ask for the next page with it; null at the end'),
  })
  .meta({ id: 'LedgerPage' });

/** Which page of the ledger. */
export const ledgerQuerySchema = pageQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  annotator: z.string().max(200).optional(),
});

/** Which entry of the ledger. */
export const entryParamsSchema = projectParamsSchema.extend({ entry: z.string().min(1).max(200) });

/** What an annotator says of an item, with defaults. */
export type Answer = z.output<typeof answerSchema>;
/** What an annotator says of an item, as a caller writes it. */
export type AnswerInput = z.input<typeof answerSchema>;
/** Another label, with defaults. */
export type Correction = z.output<typeof correctionSchema>;
/** Another label, as a caller writes it. */
export type CorrectionInput = z.input<typeof correctionSchema>;
/** An entry of the ledger. */
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
/** A page of the ledger, oldest first. */
export type LedgerPage = z.infer<typeof ledgerPageSchema>;
/** Which page of the ledger. */
export type LedgerQuery = z.input<typeof ledgerQuerySchema>;
