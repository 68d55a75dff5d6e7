import { z } from 'zod';
import { LABELLING, labellingFieldsSchema } from '../../config/labelling-config.js';
import { problemSchema } from '../problem.js';

/** Where a project stands. */
export const projectStatusSchema = z
  .enum(['created', 'poc', 'running', 'paused', 'stopped', 'archived'])
  .describe(
    '`created`: its pool is being read; `poc`: the first labels come in, nothing is forecast yet; `running`: every round is measured and forecast; `paused`: nobody is asked; `stopped`: no more labels are bought; `archived`: read only',
  );

/** How people label; the part of a project that can be changed later. */
export const labellingSchema = labellingFieldsSchema.meta({ id: 'Labelling' });

/** A new project. */
export const projectCreateSchema = z
  .strictObject({
    config: z
      .record(z.string(), z.unknown())
      .describe(
        'The keys of `alaas.yaml`. `classes` is needed, `labels` is not for live projects, and paths lie below --data-root.',
      ),
    labelling: z
      .strictObject(LABELLING)
      .partial()
      .prefault({})
      .describe('As the key `labelling` of `config`, whose fields it replaces'),
  })
  .meta({ id: 'ProjectCreate' });

/** What may be changed of a project. */
export const projectChangeSchema = z
  .strictObject({ labelling: z.strictObject(LABELLING).partial() })
  .meta({ id: 'ProjectChange' });

const count = z.number().int().min(0);

/** A project without its settings. */
export const projectSummarySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    status: projectStatusSchema,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ProjectSummary' });

/** A project. */
export const projectSchema = projectSummarySchema
  .extend({
    version: z.number().int().min(1).describe('Grows with every change of the settings; the ETag'),
    config: z.record(z.string(), z.unknown()),
    labelling: labellingSchema,
    classes: z.array(z.string()),
    pool: z
      .object({ items: count, quarantined: count })
      .nullable()
      .describe('Null while it is being read'),
    encoding: z
      .object({ done: count, total: count })
      .nullable()
      .describe('Items of a large pool that are encoded so far; null before and afterwards'),
    work: z
      .enum(['read-pool', 'choose', 'train', 'wait-for-labels', 'wait-for-decision', 'none'])
      .describe('What is being done or waited for'),
    labels: z.object({
      budget: count,
      paid: count.describe('Items of the budget that are settled'),
      given: count.describe('Answers of people on record'),
    }),
    batch: z
      .object({ number: count, strategy: z.string(), items: count, open: count })
      .nullable()
      .describe('The batch that is being labelled'),
    problem: problemSchema.nullable().describe('Why work came to a halt'),
  })
  .meta({ id: 'Project' });

/** A page of projects, newest first. */
export const projectPageSchema = z
  .object({
    projects: z.array(projectSummarySchema),
    nextCursor: z.string().nullable().describe('Ask for the next page with it; null at the end'),
  })
  .meta({ id: 'ProjectPage' });

/** Which page. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
});

/** Which project. */
export const projectParamsSchema = z.object({ project: z.string().min(1).max(200) });

/** Headers of a write: the same key again gives the answer that was given first. */
export const writeHeadersSchema = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The same key again gives the answer that was given first'),
});

/** Headers of a change of settings. */
export const changeHeadersSchema = z.object({
  'if-match': z
    .string()
    .regex(/^(\*|(W\/)?"\d{1,9}")$/, { error: 'It is no ETag of a project' })
    .transform((tag) => (tag === '*' ? undefined : Number(tag.replace(/\D/g, ''))))
    .optional()
    .describe('The ETag that the caller has seen; `*` stands for any'),
});

/** Where a project stands. */
export type ProjectStatus = z.infer<typeof projectStatusSchema>;
/** A new project, as a caller writes it. */
export type ProjectCreateInput = z.input<typeof projectCreateSchema>;
/** A new project, with its defaults. */
export type ProjectCreate = z.output<typeof projectCreateSchema>;
/** What may be changed of a project. */
export type ProjectChange = z.infer<typeof projectChangeSchema>;
/** A project. */
export type Project = z.infer<typeof projectSchema>;
/** A project without its settings. */
export type ProjectSummary = z.infer<typeof projectSummarySchema>;
/** A page of projects, newest first. */
export type ProjectPage = z.infer<typeof projectPageSchema>;
/** Which page. */
export type PageQuery = z.input<typeof pageQuerySchema>;
