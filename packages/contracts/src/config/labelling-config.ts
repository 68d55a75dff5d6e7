import { z } from 'zod';

import { nonEmptyText } from './non-empty-text.js';

/** What helps people to know one class. */
export const classGuideSchema = z.strictObject({
  name: nonEmptyText.max(1_000).describe('One of `classes`.'),
  definition: z
    .string()
    .max(1_000)
    .default('')
    .describe('What belongs to the class, in a sentence or two.'),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, { error: 'A colour is written as "#1f6feb".' })
    .optional()
    .describe('Of the class wherever it is drawn, as `#1f6feb`. Default: one of its own.'),
  examples: z
    .array(nonEmptyText.max(2_000))
    .max(6)
    .default([])
    .describe('Names of items of the pool that show the class well.'),
});

/** Whether people see what the model takes an item for, before they label it. */
const suggestionsSchema = z.strictObject({
  show: z
    .boolean()
    .default(false)
    .describe(
      'Whether an item comes with what the model takes it for. Items that the model is measured on never do.',
    ),
  blindShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe(
      'Share of items, drawn by lot, that come without it: there people are not led, and the two kinds can be compared.',
    ),
});

/** How people label, field by field, without defaults. */
export const LABELLING = {
  overlap: z.number().int().min(1).max(20).describe('People who label each item'),
  leaseSeconds: z
    .number()
    .int()
    .min(5)
    .max(86_400)
    .describe('Seconds for which an item is kept for one annotator'),
  idleSeconds: z
    .number()
    .int()
    .min(5)
    .max(3_600)
    .describe('Most seconds that count as work on one item'),
  guidelines: z.string().max(20_000).describe('What annotators should know'),
  classes: z
    .array(classGuideSchema)
    .max(10_000)
    .refine((guides) => new Set(guides.map(({ name }) => name)).size === guides.length, {
      error: 'A class is described twice.',
    })
    .describe('Definitions, colours and examples of classes'),
  suggestions: suggestionsSchema.describe(
    'Whether people see what the model takes an item for, before they label it',
  ),
} as const;

/** How people label, each field with its default. */
export const labellingFieldsSchema = z.strictObject({
  overlap: LABELLING.overlap.default(1),
  leaseSeconds: LABELLING.leaseSeconds.default(600),
  idleSeconds: LABELLING.idleSeconds.default(120),
  guidelines: LABELLING.guidelines.default(''),
  classes: LABELLING.classes.default([]),
  suggestions: LABELLING.suggestions.prefault({}),
});

/** How people label. */
export type Labelling = z.output<typeof labellingFieldsSchema>;
