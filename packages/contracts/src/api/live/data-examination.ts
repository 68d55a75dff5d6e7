import { z } from 'zod';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);

/** Of which data it is to be told whether they suit. */
export const dataExaminationRequestSchema = z
  .strictObject({
    config: z
      .record(z.string(), z.unknown())
      .describe(
        'The keys of `alaas.yaml`, as of a project that is to be created. Known `labels` of the pool may be named here: they are looked at, and nothing more',
      ),
  })
  .meta({ id: 'DataExaminationRequest' });

/** What a sample of some data shows, before a project is made of them. */
export const dataExaminationSchema = z
  .object({
    basis: z
      .enum(['items', 'labels'])
      .describe(
        '`labels`: labelled items said whether the classes can be told apart; `items`: there were too few',
      ),
    items: z.object({
      listed: count.describe('In the source'),
      looked: count.describe('Drawn by lot and read'),
      unreadable: count,
      copies: count.describe('Same content as another one'),
      labelled: count,
    }),
    verdict: z.enum(['go', 'go-with-care', 'do-not-rely-on-the-forecast']),
    reasons: z
      .array(
        z.object({
          measure: z.string().describe('As `near-duplicates`'),
          severity: z.enum(['care', 'severe']),
          text: z.string(),
          advice: z.string(),
        }),
      )
      .describe('What speaks against beginning as things are'),
    nearDuplicates: share.nullable().describe('Of the sample; null where nothing could be read'),
    signal: z
      .object({ right: share, majority: share })
      .nullable()
      .describe(
        'Cross-validated accuracy on the labelled items, and what always guessing the most frequent class would reach',
      ),
    unreadable: z
      .array(z.object({ item: z.string(), code: z.string(), reason: z.string() }))
      .describe('The first of them'),
  })
  .meta({ id: 'DataExamination' });

/** Of which data it is to be told whether they suit. */
export type DataExaminationRequest = z.infer<typeof dataExaminationRequestSchema>;
/** What a sample of some data shows. */
export type DataExamination = z.infer<typeof dataExaminationSchema>;
