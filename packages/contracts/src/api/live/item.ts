import { z } from 'zod';
import { pageQuerySchema, projectParamsSchema } from './project.js';

/** What the content of an item is. */
export const itemKindSchema = z
  .enum(['image', 'text', 'vectors'])
  .describe('`vectors` have no content that people could look at');

/** Where this server gives the content of an item. */
export const contentUrlSchema = z
  .string()
  .nullable()
  .describe('Path on this server that gives the content; null where there is none to look at');

const count = z.number().int().min(0);
const state = z
  .enum(['waiting', 'open', 'labelled', 'unusable'])
  .describe(
    '`waiting`: nobody was asked for it; `open`: people are asked; `unusable`: nobody could tell',
  );

/** An item of a project, and what people said of it. */
export const itemSchema = z
  .object({
    position: count.describe('Row of the item in the pool'),
    name: z.string(),
    kind: itemKindSchema,
    contentUrl: contentUrlSchema,
    state,
    label: z.string().nullable().describe('The label that counts; null while it is not settled'),
    batch: z.number().int().nullable().describe('Null: of no batch (yet)'),
    strategy: z.string().nullable().describe('Who asked for it; null for an item that waits'),
    opinions: count.describe('People who answered'),
    assigned: count.describe('People who have it in front of them'),
  })
  .meta({ id: 'Item' });

/** A page of items, by position. */
export const itemPageSchema = z
  .object({
    items: z.array(itemSchema),
    nextCursor: z.string().nullable().describe('Ask for the next page with it; null at the end'),
  })
  .meta({ id: 'ItemPage' });

/** Which page of which items. */
export const itemQuerySchema = pageQuerySchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  state: state.optional(),
  label: z.string().max(1_000).optional().describe('Items that count as of this class'),
});

/** Which item of a project. */
export const itemParamsSchema = projectParamsSchema.extend({
  position: z.coerce.number().int().min(0).max(2_147_483_647),
});

/** How large a thumbnail is wanted. */
export const thumbnailQuerySchema = z.object({
  size: z.coerce
    .number()
    .int()
    .min(16)
    .max(1_024)
    .default(256)
    .describe('Edge of the square that it fits, in pixels; smaller images keep their size'),
});

/** Headers of a look at something that the caller may know already. */
export const knownHeadersSchema = z.object({
  'if-none-match': z.string().max(1_000).optional().describe('The ETag that the caller has'),
});

/** Content as it is: an image, or a text. */
export const itemContentSchema = z.string();

/** What the content of an item is. */
export type ItemKind = z.infer<typeof itemKindSchema>;
/** An item of a project, and what people said of it. */
export type Item = z.infer<typeof itemSchema>;
/** A page of items, by position. */
export type ItemPage = z.infer<typeof itemPageSchema>;
/** Which page of which items, as a caller writes it. */
export type ItemQuery = z.input<typeof itemQuerySchema>;
