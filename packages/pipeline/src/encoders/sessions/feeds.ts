import { CodedError } from '@alaas/core';
import { Tensor } from 'onnxruntime-node';

import type { EncoderManifest, ManifestInput } from '../encoder-manifest.js';
import type { Batch, Span } from './batch.js';
import type { FeedBuffer } from './feed-buffer.js';
import { imageFeed } from './image-feed.js';
import { textFeed, type TextFeed } from './text-feed.js';

/** Tensors of one run, by input name, and the real tokens of each item where there are tokens. */
export interface Feeds {
  readonly tensors: Record<string, Tensor>;
  readonly lengths?: Int32Array;
}

interface FeedOptions {
  readonly manifest: EncoderManifest;
  readonly padId: number;
  /** Memory for pixels, taken again with each call; fresh memory when absent. */
  readonly buffer?: FeedBuffer;
}

/** Turns a span of a batch into the tensors that the manifest asks for. */
export function feedsOf(batch: Batch, span: Span, { manifest, padId, buffer }: FeedOptions): Feeds {
  if (batch.kind === 'image' && manifest.modality === 'image') {
    const { values, shape } = imageFeed(batch, span, {
      preprocessing: manifest.preprocessing,
      buffer,
    });
    return { tensors: { [manifest.inputs[0]!.name]: new Tensor('float32', values, shape) } };
  }
  if (batch.kind === 'text' && manifest.modality === 'text') {
    const feed = textFeed(batch, span, padId);
    const entries = manifest.inputs.map((input) => [input.name, textTensor(input, feed)] as const);
    return { tensors: Object.fromEntries(entries), lengths: feed.lengths };
  }
  throw new CodedError(
    'ENCODER_FAILED',
    `An encoder of ${manifest.modality} items was given ${batch.kind} items.`,
    { field: 'batch', value: batch.kind },
  );
}

function textTensor({ name, type }: ManifestInput, { shape, ids, lengths }: TextFeed): Tensor {
  const values = new Int32Array(ids.length);
  const columns = shape[1];
  if (name === 'input_ids') values.set(ids);
  else if (name !== 'token_type_ids') {
    lengths.forEach((length, i) => {
      for (let t = 0; t < length; t++) values[i * columns + t] = name === 'position_ids' ? t : 1;
    });
  }
  return type === 'int32'
    ? new Tensor('int32', values, shape)
    : new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}
