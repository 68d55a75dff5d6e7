import { z } from 'zod';
import { classGuideSchema } from '../../config/labelling-config.js';
import { contentUrlSchema, itemKindSchema, itemSchema } from './item.js';

/** What helps people to know the classes of a project, with the items that show them. */
export const classGuidesSchema = z
  .object({
    classes: z
      .array(
        z.object({
          name: z.string(),
          definition: z.string().describe('Empty where nobody wrote one'),
          color: classGuideSchema.shape.color
            .unwrap()
            .nullable()
            .describe('Null: nobody chose one'),
          examples: z
            .array(
              z.object({
                item: z.string(),
                position: itemSchema.shape.position,
                kind: itemKindSchema,
                contentUrl: contentUrlSchema,
              }),
            )
            .describe('Those that are in the pool'),
        }),
      )
      .describe('Every class, in order'),
  })
  .meta({ id: 'ClassGuides' });

/** What helps people to know one class. */
export type ClassGuide = z.infer<typeof classGuidesSchema>['classes'][number];
