import { z } from 'zod';

import { nonEmptyText } from './non-empty-text.js';

/** How an encoder is run; what is absent is chosen from the machine and by measuring. */
export interface EncodingConfig {
  /** Device by the name that ONNX Runtime has for it, as `cpu` or `cuda`. */
  readonly device?: string | undefined;
  /** Items of one run of the model. */
  readonly batchSize?: number | undefined;
  /** Sessions at once, each in a thread of its own. */
  readonly sessions?: number | undefined;
}

/** `encoder:` as it is read: which model, and how it is run. */
export interface EncoderConfig {
  /** As it was written; absent: the bundled one for the task. */
  readonly id?: string | undefined;
  readonly encoding: EncodingConfig;
}

const MOST_ITEMS_PER_RUN = 4096;
const MOST_SESSIONS = 256;

const objectSchema = z.strictObject({
  id: nonEmptyText.optional().describe('As the text form.'),
  device: nonEmptyText
    .optional()
    .describe(
      'Device that the model runs on, by its name in ONNX Runtime: `cpu`, `cuda`, `dml`, `coreml`, `webgpu`, …; `alaas doctor` lists those of this build. Default: `cpu`.',
    )
    .meta({ yaml: ['cuda'] }),
  batchSize: orAuto(MOST_ITEMS_PER_RUN).describe(
    'Items of one run of the model. `auto` measures 1, 2, 4, … on the first items and keeps the fastest. A model whose manifest fixes the number keeps to it.',
  ),
  sessions: orAuto(MOST_SESSIONS).describe(
    'Sessions of the model at once, each in a thread of its own; they share the cores out. `auto` opens one per core, or as many as fit into memory, and lets fewer work where that is faster.',
  ),
});

/** The key `encoder`, in its text and its object form. */
export const encoderSchema = z
  .union([nonEmptyText, objectSchema])
  .transform((encoder): EncoderConfig => {
    if (typeof encoder === 'string') return { id: encoder, encoding: {} };
    const { id, ...encoding } = encoder;
    return { id, encoding };
  });

function orAuto(most: number) {
  return z
    .union([z.int().min(1).max(most), z.literal('auto')])
    .default('auto')
    .transform((value) => (value === 'auto' ? undefined : value));
}
