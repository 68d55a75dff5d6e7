import { join } from 'node:path';
import type { EncodingConfig } from '@alaas/contracts';
import {
  openEmbeddingCache,
  openEncoder,
  type EmbeddingCache,
  type EncoderSpec,
  type OnnxEncoder,
} from '@alaas/pipeline';

/** An encoder and the embeddings that it made before. */
export interface EncoderWithCache {
  readonly encoder: OnnxEncoder;
  readonly cache: EmbeddingCache;
  /** Waits for work under way. */
  close(): Promise<void>;
}

interface EncoderWithCacheOptions {
  /** The data folder. */
  readonly home: string;
  readonly encoding?: EncodingConfig | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens an encoder and its cache in a data folder.
 *
 * @throws CodedError `ENCODER_…`, `CACHE_WRITE_FAILED`, `CANCELLED`.
 */
export async function openEncoderWithCache(
  spec: EncoderSpec,
  { home, encoding = {}, signal }: EncoderWithCacheOptions,
): Promise<EncoderWithCache> {
  const { batchSize: itemsPerRun, device, sessions } = encoding;
  const encoder = await openEncoder(spec, { itemsPerRun, device, sessions, signal });
  try {
    const { digest: encoderDigest, dimension } = encoder;
    const cache = await openEmbeddingCache(join(home, 'cache'), { encoderDigest, dimension });
    const close = async (): Promise<void> => {
      try {
        await cache.close();
      } finally {
        // Also when the disk is full: the encoder's threads would keep the process alive.
        await encoder.close();
      }
    };
    return { encoder, cache, close };
  } catch (error) {
    await encoder.close();
    throw error;
  }
}
