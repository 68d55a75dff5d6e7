import { z } from 'zod';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);
const saved = z.number().int().nullable();

/** What picks at random would have taken for the value that was reached. */
export const randomComparisonSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('estimated'),
      value: share.describe('Value of the leading model on the holdout'),
      labels: count.describe('Labels paid for it, without those of the holdout'),
      p10: saved,
      p50: saved.describe(
        'Labels saved, four times of five between p10 and p90; below 0 where random picks would have done with fewer; null where they are more than `atMost`',
      ),
      p90: saved,
      atMost: count.describe('Most that can be saved: the pool has no more items'),
      probabilitySaved: share.describe('That random picks would have taken more labels'),
      from: z
        .enum(['random-arm', 'holdout'])
        .describe(
          '`random-arm`: the arm `random` of this project; `holdout`: heads trained on random parts of the holdout, measured on the rest of it',
        ),
      holdout: count.describe('Items of the holdout'),
      points: z
        .array(z.object({ labels: count, value: share, low: share, high: share }))
        .describe('The curve of random picks that it rests on, with 95 % intervals'),
    }),
    z.object({
      kind: z.literal('unknown'),
      reason: z
        .enum(['not-measured', 'no-holdout', 'small-holdout', 'random-leads'])
        .describe(
          '`small-holdout`: of fewer than 20 items no curve of random picks can be made; `random-leads`: random picks save nothing against themselves',
        ),
    }),
  ])
  .meta({ id: 'RandomComparison' });

/** What picks at random would have taken for the value that was reached. */
export type RandomComparison = z.infer<typeof randomComparisonSchema>;
