import { z } from 'zod';

/** Largest integer of a column in the database. */
const MAX_NUMBER = 2_147_483_647;

/** Which page of which runs. */
export const runQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().optional(),
  project: z.string().optional().describe('Name of a project'),
});

/** Which run. */
export const runParamsSchema = z.object({ id: z.string().min(1).max(200) });

/** Which decision of a run. */
export const decisionParamsSchema = runParamsSchema.extend({
  decision: z.coerce.number().int().min(0).max(MAX_NUMBER),
});

/** Which arm of a run. */
export const armParamsSchema = runParamsSchema.extend({ arm: z.string().min(1).max(500) });

/** For how long a stop is put off. */
export const postponeSchema = z
  .strictObject({
    labels: z.number().int().min(1).max(10_000_000).describe('Labels of the champion'),
  })
  .meta({ id: 'Postpone' });

/** Which page of which runs. */
export type RunQuery = z.input<typeof runQuerySchema>;
