import { z } from 'zod';

import { agentSchema } from './agent-config.js';
import {
  DATA_KEYS,
  checkDataKeys,
  dataObjectSchema,
  dataOfKeys,
  dataTextSchema,
} from './data-config.js';
import { encoderSchema } from './encoder-config.js';
import { labellingFieldsSchema } from './labelling-config.js';
import { labelsSchema } from './labels-config.js';
import { nonEmptyText } from './non-empty-text.js';
import { isModulePath } from './strategy-module.js';
import { taskSchema } from './task.js';

/** What stands for a key that is left out. */
const DEFAULTS = Object.freeze({
  strategy: 'auto',
  batch: 'grow',
  seed: 0,
  output: 'alaas-output',
  maxQuarantinedShare: 0.5,
});

const className = z
  .union([nonEmptyText, z.number(), z.boolean()])
  .transform((name) => String(name));

const testObjectSchema = z
  .strictObject({
    ...DATA_KEYS,
    labels: labelsSchema
      .optional()
      .describe('Labels of the test items, as `labels`. Default: as for the pool.'),
  })
  .superRefine(checkDataKeys)
  .transform(({ labels, ...keys }) => ({ data: dataOfKeys(keys), labels }));

/** How items are chosen. */
interface StrategyFields {
  /** Id or alias; the path of a module as it was written. */
  readonly id: string;
  /** Path of the module of a strategy of the user's own. */
  readonly module?: string | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

function strategyOf(name: string, options: StrategyFields['options'] = {}): StrategyFields {
  return { id: name, ...(isModulePath(name) && { module: name }), options };
}

const strategyOptions = z
  .record(z.string(), z.unknown())
  .default({})
  .describe('Options of the strategy, by name.');

/** `alaas.yaml`, key by key: the one description of types, checks, editor schema and docs. */
export const projectSchema = z
  .strictObject({
    project: nonEmptyText
      .max(100)
      .regex(/^[^\p{Cc}/\\]+$/u, { error: 'A project name has no slashes and no line breaks.' })
      .describe('Name of the project.')
      .meta({ yaml: ['flowers'] }),
    task: taskSchema.describe(
      'What the items are: images, texts (`image` and `text` for short), or vectors computed before.',
    ),
    data: z
      .union([dataTextSchema, dataObjectSchema])
      .describe(
        'The pool. A text is a folder, a pattern, a manifest (`.csv`, `.jsonl`, `.parquet`), a list of URLs (`.txt`) or embeddings (`.npy`), told from how it is written; the object form says it plainly. Relative paths start from the folder of this file.',
      )
      .meta({
        yaml: ['./photos', 'reviews.csv', { manifest: 'items.csv', urlColumn: 'link' }],
      }),
    labels: labelsSchema
      .optional()
      .describe(
        'Known labels, which play the annotator: `folders` (the folder that an item lies in), `column:<name>`, or a file of items and labels. Without it, people label batches by file.',
      )
      .meta({ yaml: ['folders', 'column:label', 'labels.csv'] }),
    test: z
      .union([dataTextSchema.transform((data) => ({ data, labels: undefined })), testObjectSchema])
      .optional()
      .describe(
        'Labelled items to measure accuracy on, in the forms of `data`. Without it, a seeded 20 % of the labelled items are set apart first and accuracy is shown as a simulation.',
      )
      .meta({ yaml: ['./photos-test', { embeddings: 'xt.npy', labels: 'yt.npy' }] }),
    classes: z
      .array(className)
      .min(2)
      .optional()
      .describe('The classes, in order. Default: those found in the labels.')
      .meta({ yaml: [['cat', 'dog']] }),
    labelling: labellingFieldsSchema
      .prefault({})
      .describe('How people label in a live project, and what helps them to know the classes.'),
    encoder: encoderSchema
      .optional()
      .describe(
        'Model that makes embeddings: a bundled id, the path of an ONNX file or of a folder, or a hub id (`organisation/name`); the object form also says how it is run. Default: `mobilenetv2-taps-64` for images, `minilm-l6-v2-int8` for texts.',
      )
      .meta({
        yaml: ['mobilenetv2-taps-64', './models/mine.onnx', { device: 'cuda', batchSize: 64 }],
      }),
    strategy: z
      .union([
        nonEmptyText.transform((name) => strategyOf(name)),
        z
          .strictObject({
            id: nonEmptyText.describe('Id of the strategy.'),
            options: strategyOptions,
          })
          .transform(({ id, options }) => strategyOf(id, options)),
        z
          .strictObject({
            module: nonEmptyText.describe(
              'Path of a JavaScript module that exports a strategy of your own.',
            ),
            options: strategyOptions,
          })
          .transform(({ module, options }) => ({ id: module, module, options })),
      ])
      .default({ id: DEFAULTS.strategy, options: {} })
      .describe(
        'How items are chosen: `auto` (the agent), `compare` or `paper` (its other modes), the id of a strategy, or the path of a module with one of your own.',
      )
      .meta({ yaml: ['auto', 'margin', { id: 'typiclust', options: {} }] }),
    agent: agentSchema.describe('What the agent works towards, and what it may do.'),
    budget: z
      .int()
      .min(1)
      .max(10_000_000)
      .describe('Labels to buy in all, the first batch included.')
      .meta({ yaml: [500] }),
    batch: z
      .union([z.int().min(1), z.literal('grow')])
      .default(DEFAULTS.batch)
      .describe(
        'Labels per round. `grow` multiplies the labelled items by 1.25. The first batch has max(10, classes) labels, or `batch` when that is more.',
      ),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(DEFAULTS.seed)
      .describe('Seed of all that is drawn at random: the same seed gives the same answer.'),
    output: nonEmptyText
      .default(DEFAULTS.output)
      .describe('Folder for the report, the labelled set and the model.'),
    maxQuarantinedShare: z
      .number()
      .min(0)
      .max(1)
      .default(DEFAULTS.maxQuarantinedShare)
      .describe('Share of items that may be unusable before a run stops.'),
  })
  .meta({ title: 'alaas.yaml', description: 'A project of ALaaS.' });

/** `alaas.yaml` as people write it. */
export type ProjectInput = z.input<typeof projectSchema>;

/** The keys of `alaas.yaml`, each checked and with its default; before they are seen together. */
export type ProjectFields = z.output<typeof projectSchema>;
