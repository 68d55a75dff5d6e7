import type { EncoderManifest } from '@alaas/pipeline';

import type { ExportTask } from './export-task.js';

/** All that a program or a person must know to use a model: the content of `model.json`. */
export interface ModelCard {
  readonly format: 'alaas-classifier/1';
  readonly task: ExportTask['task'];
  readonly classes: readonly string[];
  readonly inputs: EncoderManifest['inputs'];
  readonly outputs: readonly {
    readonly name: string;
    readonly type: 'float32';
    readonly shape: readonly (number | string)[];
  }[];
  /** Absent for vectors. */
  readonly preprocessing?: EncoderManifest['preprocessing'];
  /** Length of an embedding. */
  readonly dimension: number;
  readonly encoder?: {
    readonly id: string;
    readonly digest: string;
    readonly licence?: string;
    readonly source?: string;
  };
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** Describes the model of a task. */
export function modelCard({ task, classes, head, origin, provenance }: ExportTask): ModelCard {
  const probabilities = {
    name: 'probabilities',
    type: 'float32',
    shape: ['items', head.classCount],
  } as const;
  const embedding = {
    name: 'embedding',
    type: 'float32',
    shape: ['items', head.dimension],
  } as const;
  const { createdAt, ...rest } = provenance;
  const common = {
    format: 'alaas-classifier/1',
    task,
    classes,
    dimension: head.dimension,
    provenance: { ...rest, createdAt: createdAt.toISOString() },
  } as const;
  if (origin.kind === 'vectors')
    return { ...common, inputs: [embedding], outputs: [probabilities] };
  const { manifest, digest } = origin.encoder;
  return {
    ...common,
    inputs: manifest.inputs,
    outputs: [probabilities, embedding],
    preprocessing:
      manifest.modality === 'text'
        ? { ...manifest.preprocessing, tokenizer: 'tokenizer.json' }
        : manifest.preprocessing,
    encoder: {
      id: manifest.id,
      digest,
      ...(manifest.licence && { licence: manifest.licence }),
      ...(manifest.source && { source: manifest.source }),
    },
  };
}
