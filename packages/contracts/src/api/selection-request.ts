import { z } from 'zod';

const MAX_ITEMS = 200_000;
const MAX_DIMENSION = 65_536;

/** Rows of equal length: as nested arrays, or dense as base64 of little-endian float32. */
const rowsSchema = z
  .union([
    z.array(z.array(z.number()).min(1).max(MAX_DIMENSION)).min(1).max(MAX_ITEMS),
    z.strictObject({
      columns: z.number().int().min(1).max(MAX_DIMENSION),
      float32: z.base64().describe('rows × columns little-endian float32, row by row'),
    }),
  ])
  .describe('Rows of equal length: nested arrays, or dense as base64 of little-endian float32');

const id = z
  .string()
  .min(1)
  .max(4096)
  .optional()
  .describe('Your own name of the item; its row in the pool when absent');

const itemSchemas = [
  z.strictObject({
    id,
    uri: z.string().min(1).max(65_536).describe('http(s) or data URL, or a file below --data-root'),
  }),
  z.strictObject({ id, text: z.string() }),
  z.strictObject({ id, blob: z.base64().min(1).describe('The bytes of a file, base64') }),
] as const;

/** One item by address, as text, or as bytes. */
export const poolItemSchema = z.union(itemSchemas);

const label = z.string().min(1);

/** What to choose from, and how. */
export const selectionRequestSchema = z
  .strictObject({
    pool: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('items'),
          items: z.array(poolItemSchema).min(1).max(MAX_ITEMS),
        }),
        z.strictObject({
          kind: z.literal('vectors'),
          vectors: rowsSchema,
          ids: z.array(z.string().min(1)).max(MAX_ITEMS).optional(),
        }),
        z.strictObject({
          kind: z.literal('source'),
          path: z.string().min(1).describe('A folder or manifest below --data-root'),
        }),
      ])
      .describe('The unlabelled items; all of one kind'),
    encoder: z.string().min(1).optional().describe('Default: the bundled one for the kind of item'),
    strategy: z.string().min(1).default('auto').describe('Id of a query strategy'),
    fallback: z
      .boolean()
      .default(false)
      .describe(
        'Where the strategy needs a head and there is none, let MaxHerding choose and warn',
      ),
    options: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
    budget: z.number().int().min(1).max(10_000_000).describe('Items to choose'),
    seed: z.number().int().min(0).max(4_294_967_295).default(0),
    probabilities: rowsSchema.optional().describe('Of your own model: one row for each item'),
    labelled: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('items'),
          items: z
            .array(
              z.union([
                itemSchemas[0].extend({ label }),
                itemSchemas[1].extend({ label }),
                itemSchemas[2].extend({ label }),
              ]),
            )
            .min(1)
            .max(MAX_ITEMS),
        }),
        z.strictObject({
          kind: z.literal('vectors'),
          vectors: rowsSchema,
          labels: z.array(label).min(1).max(MAX_ITEMS),
        }),
      ])
      .optional()
      .describe('Items labelled before: a head is trained on them'),
    examples: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('items'),
          items: z.array(poolItemSchema).min(1).max(MAX_ITEMS),
        }),
        z.strictObject({ kind: z.literal('vectors'), vectors: rowsSchema }),
      ])
      .optional()
      .describe('Items like those wanted, for the strategy similar-to'),
  })
  .meta({ id: 'SelectionRequest' });

/** What to choose from, and how, with its defaults filled in. */
export type SelectionRequest = z.infer<typeof selectionRequestSchema>;

/** The same as a caller writes it. */
export type SelectionRequestInput = z.input<typeof selectionRequestSchema>;

/** One item by address, as text, or as bytes. */
export type PoolItem = z.infer<typeof poolItemSchema>;

/** Rows of equal length on the wire. */
export type WireRows = z.infer<typeof rowsSchema>;
