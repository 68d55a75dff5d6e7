import { z } from 'zod';
import { projectParamsSchema } from './project.js';

/** Which decision of a project. */
export const projectDecisionParamsSchema = projectParamsSchema.extend({
  decision: z.coerce.number().int().min(0).max(2_147_483_647),
});

/** Which arm of a project. */
export const projectArmParamsSchema = projectParamsSchema.extend({
  arm: z.string().min(1).max(500),
});

/** Labels that are added to the budget. */
export const budgetExtensionSchema = z
  .strictObject({ labels: z.number().int().min(1).max(10_000_000) })
  .meta({ id: 'BudgetExtension' });
