import { z } from 'zod';

const count = z.number().int().min(0);

/** How an installation does, and what it has to do. */
export const systemSchema = z
  .object({
    version: z.string(),
    uptimeSeconds: z.number().min(0).describe('Of the server that answers'),
    database: z.object({ kind: z.enum(['embedded', 'external']), bytes: count }),
    cacheBytes: count.describe('Embeddings that are kept in the data folder'),
    workers: count.describe('Processes that carry the work of projects out, on all machines'),
    projects: z.object({
      all: count,
      computing: count.describe('Whose pool is read, model trained or batch chosen'),
      labelling: count.describe('That wait for labels'),
      deciding: count.describe('That wait for a decision'),
      halted: count.describe('Whose work came to a halt'),
    }),
    jobs: z.object({ queued: count, running: count, failed: count }),
    selections: z.object({ waiting: count, running: count }),
    deliveries: z
      .object({ waiting: count, failed: count })
      .describe('Messages to webhooks that are not sent yet, and that were given up'),
    findings: z
      .array(
        z.object({
          name: z.enum([
            'node',
            'machine',
            'disk',
            'onnxruntime',
            'images',
            'encoders',
            'database',
          ]),
          status: z.enum(['ok', 'warning', 'failed']),
          detail: z.string(),
          remedy: z.string().nullable(),
        }),
      )
      .describe('What `alaas doctor` says of the machine of the server'),
  })
  .meta({ id: 'System' });

/** How an installation does, and what it has to do. */
export type System = z.infer<typeof systemSchema>;
