import { z } from 'zod';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);
const figure = z
  .object({ value: share, low: share, high: share })
  .describe('With its 95 % interval');

/** A head that was trained in a project. */
export const projectModelSchema = z
  .object({
    version: z.number().int().min(1),
    strategy: z.string().describe('The arm whose labels it was trained on'),
    labels: count,
    value: share.nullable().describe('On the holdout; null without one'),
    createdAt: z.iso.datetime(),
    live: z.boolean().describe('Whether it is the latest one'),
  })
  .meta({ id: 'ProjectModel' });

/** The models of a project, latest first. */
export const projectModelsSchema = z
  .object({ models: z.array(projectModelSchema) })
  .meta({ id: 'ProjectModels' });

/** How good the present model is, class by class, on items that it was not trained on. */
export const evaluationSchema = z
  .object({
    model: projectModelSchema,
    holdout: z.object({
      items: count,
      kind: z
        .enum(['given', 'bought'])
        .describe('`given`: test items of the project; `bought`: drawn by lot from the pool'),
    }),
    accuracy: figure,
    macroF1: figure,
    classes: z.array(
      z.object({
        name: z.string(),
        support: count.describe('Items of the holdout that are of this class'),
        predicted: count.describe('Items that the model takes for this class'),
        precision: figure.nullable(),
        recall: figure.nullable(),
        f1: figure.nullable(),
      }),
    ),
    confusion: z
      .array(z.object({ truth: z.string(), predicted: z.string(), items: count }))
      .describe('The cells of the confusion matrix that are not empty, largest first'),
  })
  .meta({ id: 'ProjectEvaluation' });

/** What is known of a project's model. */
export const evaluationAnswerSchema = z
  .object({
    evaluation: evaluationSchema
      .nullable()
      .describe('Null before the first model, and where there is no holdout'),
  })
  .meta({ id: 'ProjectEvaluationAnswer' });

/** A head that was trained in a project. */
export type ProjectModel = z.infer<typeof projectModelSchema>;
/** How good the present model is, class by class. */
export type ProjectEvaluation = z.infer<typeof evaluationSchema>;
