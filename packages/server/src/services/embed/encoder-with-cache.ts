import { join } from 'node:path';
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

/**
 * Opens an encoder and its cache in a data folder.
 *
 * @throws CodedError `ENCODER_…`, `CACHE_WRITE_FAILED`, `CANCELLED`.
 */
export async function openEncoderWithCache(
  spec: EncoderSpec,
  { home, signal }: { home: string; signal?: AbortSignal | undefined },
): Promise<EncoderWithCache> {
  const encoder = await openEncoder(spec, { signal });
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
