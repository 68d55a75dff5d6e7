import { z } from 'zod';
import { contentUrlSchema, itemKindSchema } from './item.js';
import { projectParamsSchema } from './project.js';

/** What a model takes an item for. */
export const suggestionSchema = z
  .object({
    label: z.string(),
    confidence: z.number().min(0).max(1).describe("The head's probability of it"),
    version: z.number().int().min(1).describe('The model that says so'),
  })
  .meta({ id: 'Suggestion' });

/** Why an item is asked for. */
export const assignmentReasonSchema = z
  .object({
    kind: z
      .enum(['holdout', 'seed', 'strategy', 'next-best'])
      .describe(
        '`holdout`: by lot, to measure on; `seed`: before there was a model; `next-best`: ahead of a batch',
      ),
    strategy: z.string(),
    text: z.string().describe('In plain words'),
  })
  .meta({ id: 'AssignmentReason' });

/** An item that one annotator has for a while. */
export const assignmentSchema = z
  .object({
    id: z.string(),
    item: z.string(),
    position: z.number().int().min(0).describe('Row of the item in the pool'),
    kind: itemKindSchema,
    contentUrl: contentUrlSchema,
    reason: assignmentReasonSchema,
    suggestion: suggestionSchema
      .nullable()
      .describe('Null where the project shows none, or not of this item'),
    batch: z
      .number()
      .int()
      .nullable()
      .describe('Null for an item that is handed out ahead of the next batch'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Assignment' });

/** Why there is nothing to label at this moment. */
export const waitSchema = z
  .object({
    reason: z.enum([
      'pool-is-read',
      'batch-is-chosen',
      'others-label',
      'all-seen',
      'decision-needed',
      'paused',
      'stopped',
      'work-failed',
    ]),
    text: z.string(),
    retryAfterSeconds: z.number().int().nullable().describe('Null: it does not help to wait'),
  })
  .meta({ id: 'Wait' });

/** How many items are wanted. */
export const assignmentRequestSchema = z
  .strictObject({
    count: z
      .number()
      .int()
      .min(1)
      .max(50)
      .default(1)
      .describe('Items that the annotator is to have in all, those handed out before included'),
  })
  .meta({ id: 'AssignmentRequest' });

/** What an annotator has. */
export const assignmentsSchema = z
  .object({
    assignments: z.array(assignmentSchema),
    wait: waitSchema.nullable().describe('Told where there is nothing to label'),
  })
  .meta({ id: 'Assignments' });

/** Assignments that were given back. */
export const returnedSchema = z
  .object({ returned: z.number().int().min(0) })
  .meta({ id: 'ReturnedAssignments' });

/** Which assignment. */
export const assignmentParamsSchema = projectParamsSchema.extend({
  assignment: z.string().min(1).max(200),
});

/** An item that one annotator has for a while. */
export type Assignment = z.infer<typeof assignmentSchema>;
/** Why an item is asked for. */
export type AssignmentReason = z.infer<typeof assignmentReasonSchema>;
/** Why there is nothing to label at this moment. */
export type Wait = z.infer<typeof waitSchema>;
/** What an annotator has. */
export type Assignments = z.infer<typeof assignmentsSchema>;
