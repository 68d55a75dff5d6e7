import type { EncoderManifest } from './encoder-manifest.js';
import type { Batch } from './sessions/batch.js';

/** What differs between image and text encoders: how bytes become what sessions take. */
export interface Codec<Decoded> {
  readonly manifest: EncoderManifest;
  /** Token that fills short texts up; 0 for images. */
  readonly padId: number;
  /** A small item to try the model with. */
  readonly probe: Decoded;
  decode(bytes: Uint8Array, signal?: AbortSignal): Promise<Decoded>;
  weight(decoded: Decoded): number;
  /** Packs items into fresh buffers, which may move to another thread. */
  pack(items: readonly Decoded[]): Batch;
}
