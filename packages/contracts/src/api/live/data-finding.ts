import { z } from 'zod';

const count = z.number().int().min(0);

/** Which data: a place below a data root, or `upload:` and what follows it. */
export const dataQuerySchema = z.object({ data: z.string().min(1).max(2_000) });

/** What was found in some data, and what a project could make of it. */
export const dataFindingSchema = z
  .object({
    task: z
      .enum(['image-classification', 'text-classification', 'vectors'])
      .nullable()
      .describe('Null where the data do not tell'),
    items: count.nullable().describe('Null for a table, whose rows are counted when it is read'),
    classes: z.array(z.string()).describe('Names of the folders, where the items lie in several'),
    columns: z.array(z.string()).describe('Of a table'),
    budget: count.describe('Labels that would be a good beginning'),
  })
  .meta({ id: 'DataFinding' });

/** What was found in some data. */
export type DataFinding = z.infer<typeof dataFindingSchema>;
