import { CodedError } from '@alaas/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';

import type { DecodedImage } from '../encoders/images/decode-image.js';
import type { EncoderManifest } from '../encoders/encoder-manifest.js';
import type { Batch } from '../encoders/sessions/batch.js';
import { feedsOf } from '../encoders/sessions/feeds.js';
import { EMBEDDING, PROBABILITIES } from './compose-classifier.js';

/** A deployable model, opened. */
export interface OpenClassifier {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** C probabilities of one item as the encoder decoded it, or of one vector. */
  classify(decoded: unknown): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * Opens a model that `composeClassifier` made, to check it: one item at a time, one thread.
 *
 * @param manifest of its encoder; undefined where items are vectors.
 * @throws CodedError `EXPORT_MISMATCH` when ONNX Runtime cannot open or run it.
 */
export async function openClassifier(
  modelFile: string,
  manifest: EncoderManifest | undefined,
): Promise<OpenClassifier> {
  const session = await InferenceSession.create(modelFile, {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  }).catch((cause: unknown) => {
    throw failure('opened', cause);
  });
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async classify(decoded) {
      const outputs = await session.run(feedsFor(decoded, manifest)).catch((cause: unknown) => {
        throw failure('run', cause);
      });
      return outputs[PROBABILITIES]!.data as Float32Array;
    },
    close: () => session.release(),
  };
}

function feedsFor(decoded: unknown, manifest: EncoderManifest | undefined): Record<string, Tensor> {
  if (!manifest) {
    const vector = decoded as Float32Array;
    return { [EMBEDDING]: new Tensor('float32', vector, [1, vector.length]) };
  }
  // A single item is never filled up, so that no padding is needed.
  return feedsOf(batchOfOne(decoded), { from: 0, to: 1 }, { manifest, padId: 0 }).tensors;
}

function batchOfOne(decoded: unknown): Batch {
  if (decoded instanceof Int32Array) {
    return { kind: 'text', tokens: decoded, lengths: Int32Array.of(decoded.length) };
  }
  const { pixels, width, height } = decoded as DecodedImage;
  return { kind: 'image', pixels, sizes: Int32Array.of(width, height) };
}

function failure(what: 'opened' | 'run', cause: unknown): CodedError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CodedError('EXPORT_MISMATCH', `The joined model cannot be ${what}: ${reason}`, {
    field: 'model',
    cause,
  });
}
