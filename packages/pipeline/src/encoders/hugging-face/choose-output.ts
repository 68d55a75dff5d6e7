import { CodedError } from '@alaas/core';

import type { Modality } from '../encoder.js';
import type { ManifestOutput } from '../encoder-manifest.js';
import type { ModelSignature, TensorSignature } from '../sessions/session-protocol.js';

/** Outputs that already are one vector per item, best first. */
const VECTORS: Readonly<Record<Modality, readonly string[]>> = {
  text: ['sentence_embedding', 'text_embeds', 'embeddings', 'embedding'],
  image: ['image_embeds', 'pooler_output', 'embeddings', 'embedding'],
};

/**
 * Picks the output that is the embedding: a ready vector, else `last_hidden_state` with pooling.
 *
 * @throws CodedError `ENCODER_OUTPUT_MISMATCH` when the model has neither.
 */
export function chooseOutput(
  signature: ModelSignature,
  wanted: { modality: Modality; pooling: 'mean' | 'first'; normalise: boolean; hidden?: number },
): ManifestOutput {
  const { modality, pooling, normalise, hidden } = wanted;
  const find = (name: string) => signature.outputs.find((output) => output.name === name);
  const vector = VECTORS[modality].map(find).find((output) => output !== undefined);
  const output = vector ?? find('last_hidden_state');
  const dimension = output && (fixedSize(output) ?? hidden);
  if (output && dimension !== undefined) {
    return { name: output.name, dimension, pooling: vector ? 'none' : pooling, normalise };
  }
  const names = signature.outputs.map(({ name }) => name);
  throw new CodedError(
    'ENCODER_OUTPUT_MISMATCH',
    `None of the model's outputs (${names.join(', ')}) is known to be an embedding.`,
    {
      field: 'output',
      value: names,
      remedy: 'Write a manifest.json into the folder that names the output and its dimension.',
    },
  );
}

function fixedSize({ shape }: TensorSignature): number | undefined {
  const size = shape.at(-1);
  return typeof size === 'number' ? size : undefined;
}
