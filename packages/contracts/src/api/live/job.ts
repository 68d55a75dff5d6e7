import { z } from 'zod';
import { problemSchema } from '../problem.js';

const count = z.number().int().min(0);

/** What is to be written. */
export const exportRequestSchema = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('labels'),
        format: z.enum(['csv', 'jsonl', 'parquet']).default('csv'),
      })
      .describe('Every settled item with its label'),
    z
      .strictObject({ kind: z.literal('model') })
      .describe(
        'The present model as a tar archive: `model.onnx` (encoder and head in one), its card, an example',
      ),
    z
      .strictObject({
        kind: z.literal('project'),
        contents: z
          .boolean()
          .default(true)
          .describe('Whether the content of files goes along, or only where it lies'),
      })
      .describe('The whole project as one tar archive that another installation can import'),
  ])
  .meta({ id: 'ExportRequest' });

/** A project that was exported elsewhere. */
export const projectImportSchema = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .max(4_000)
      .describe('An exported archive: `upload:<id>/<file>`, or a path below --data-root'),
  })
  .meta({ id: 'ProjectImport' });

/** Items that are to be added to a project. */
export const itemsAdditionSchema = z
  .strictObject({
    data: z
      .union([z.string().min(1).max(4_000), z.record(z.string(), z.unknown())])
      .describe('As the key `data` of a project: `upload:<id>`, or a path below --data-root'),
    namePrefix: z
      .string()
      .max(200)
      .default('')
      .describe(
        'Put before the name of each item. Rows of a `.npy` file are called 0, 1, … and would else be taken for those that are there',
      ),
  })
  .meta({ id: 'ItemsAddition' });

/** Labels that were given elsewhere. */
export const labelsImportSchema = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .max(4_000)
      .describe(
        'CSV, JSON lines or Parquet with the columns `item` and `label`: `upload:<id>/<file>`, or a path below --data-root',
      ),
    check: z
      .boolean()
      .default(false)
      .describe('Only say what would come of it; the job is of the kind `check-labels` then'),
  })
  .meta({ id: 'LabelsImport' });

/** What came of a job that writes no file. */
const outcomeSchema = z.object({
  added: count.describe('What is new'),
  duplicates: count.describe('What was there before, or came twice'),
  quarantined: count.describe('Items that cannot be used'),
});

/** Long work on a project. */
export const jobSchema = z
  .object({
    id: z.string(),
    project: z
      .string()
      .nullable()
      .describe('Null for a look at data, and for an import before its project is there'),
    kind: z.enum([
      'export-labels',
      'export-model',
      'export-project',
      'add-items',
      'import-labels',
      'check-labels',
      'import-project',
      'examine-data',
    ]),
    status: z.enum(['queued', 'running', 'finished', 'failed', 'cancelled']),
    requestedBy: z.string(),
    progress: z
      .object({ stage: z.string(), done: count, total: count.nullable() })
      .nullable()
      .describe('Null before it begins'),
    file: z
      .object({
        name: z.string(),
        mediaType: z.string(),
        bytes: count,
        url: z.string().describe('Path on this server that gives it'),
      })
      .nullable()
      .describe('What was written; null before the end'),
    outcome: outcomeSchema
      .nullable()
      .describe('What came of it; null before the end, and for exports'),
    error: problemSchema.nullable(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable().describe('The job and its file are kept until then'),
  })
  .meta({ id: 'Job' });

/** A page of jobs, newest first. */
export const jobPageSchema = z
  .object({
    jobs: z.array(jobSchema),
    nextCursor: z.string().nullable().describe('Ask for the next page with it; null at the end'),
  })
  .meta({ id: 'JobPage' });

/** Which job. */
export const jobParamsSchema = z.object({ job: z.string().min(1).max(200) });

/** Long work on a project. */
export type Job = z.infer<typeof jobSchema>;
/** A page of jobs, newest first. */
export type JobPage = z.infer<typeof jobPageSchema>;
/** A project that was exported elsewhere. */
export type ProjectImport = z.output<typeof projectImportSchema>;
/** Labels that were given elsewhere, with defaults. */
export type LabelsImport = z.output<typeof labelsImportSchema>;
/** Labels that were given elsewhere, as a caller says it. */
export type LabelsImportInput = z.input<typeof labelsImportSchema>;
/** Items that are to be added, with defaults. */
export type ItemsAddition = z.output<typeof itemsAdditionSchema>;
/** Items that are to be added, as a caller says it. */
export type ItemsAdditionInput = z.input<typeof itemsAdditionSchema>;
/** What is to be written. */
export type ExportRequest = z.output<typeof exportRequestSchema>;
/** What is to be written, as a caller says it. */
export type ExportRequestInput = z.input<typeof exportRequestSchema>;
