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
const share = z.number().min(0).max(1);
const state = z
  .enum(['waiting', 'open', 'labelled', 'unusable'])
  .describe(
    '`waiting`: nobody was asked for it; `open`: people are asked; `unusable`: nobody could tell',
  );

const prediction = z
  .object({
    label: z.string(),
    confidence: share.describe("The head's probability of it"),
    version: z.number().int().min(1).describe('The model that says so'),
  })
  .nullable()
  .describe('What the present model takes it for; null before the first');

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
    prediction,
    answers: z
      .array(
        z.object({
          annotator: z.string(),
          kind: z.enum(['label', 'cannot-tell', 'skip']),
          label: z.string().nullable(),
        }),
      )
      .describe('What each person said of it last'),
  })
  .meta({ id: 'Item' });

/** A page of items, by position. */
export const itemPageSchema = z
  .object({
    items: z.array(itemSchema),
    nextCursor: z.string().nullable().describe('Ask for the next page with it; null at the end'),
  })
  .meta({ id: 'ItemPage' });

/** Which items. */
export const itemFilterSchema = z.object({
  state: state.optional(),
  label: z.string().max(1_000).optional().describe('Items that count as of this class'),
  prediction: z
    .string()
    .max(1_000)
    .optional()
    .describe('Items that the model takes for this class'),
  minConfidence: z.coerce.number().min(0).max(1).optional(),
  maxConfidence: z.coerce.number().min(0).max(1).optional(),
  strategy: z.string().max(500).optional().describe('Items that this strategy asked for'),
  annotator: z.string().max(200).optional().describe('Items that this person answered'),
  concern: z
    .enum(['people-disagree', 'model-disagrees', 'flagged'])
    .optional()
    .describe(
      '`people-disagree`: they gave different labels; `model-disagrees`: with the label that counts; `flagged`: somebody said that something is wrong with it',
    ),
  search: z.string().max(200).optional().describe('A part of the name, in any case'),
});

/** Which page of which items. */
export const itemQuerySchema = pageQuerySchema.extend({
  ...itemFilterSchema.shape,
  limit: z.coerce.number().int().min(1).max(500).default(50),
  after: z.coerce
    .number()
    .int()
    .min(-1)
    .max(2_147_483_647)
    .optional()
    .describe('In place of a cursor: items behind this position'),
});

/** The positions of all items that fit. */
export const itemPositionsSchema = z
  .object({ positions: z.array(count).describe('In ascending order') })
  .meta({ id: 'ItemPositions' });

/** How many items are drawn on a map. */
export const itemMapQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(3_000).default(1_000),
});

/** A sample of items with their embeddings: labelled ones first, then some drawn by lot. */
export const itemMapSchema = z
  .object({
    items: z.array(
      itemSchema.pick({
        position: true,
        name: true,
        state: true,
        label: true,
        batch: true,
        strategy: true,
        prediction: true,
      }),
    ),
    columns: z.number().int().min(1).describe('Numbers of one embedding'),
    embeddings: z.base64().describe('Little-endian float32, item by item'),
  })
  .meta({ id: 'ItemMap' });

/** Items that could not be read, with reasons. */
export const quarantineSchema = z
  .object({
    items: z.array(z.object({ item: z.string(), code: z.string(), reason: z.string() })),
  })
  .meta({ id: 'Quarantine' });

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
/** Which items. */
export type ItemFilter = z.output<typeof itemFilterSchema>;
/** Which page of which items, as a caller writes it. */
export type ItemQuery = z.input<typeof itemQuerySchema>;
/** A sample of items with their embeddings. */
export type ItemMap = z.infer<typeof itemMapSchema>;
/** Items that could not be read, with reasons. */
export type Quarantine = z.infer<typeof quarantineSchema>;
