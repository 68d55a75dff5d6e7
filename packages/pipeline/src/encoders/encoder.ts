import type { Matrix } from '@alaas/core';

/** What an encoder reads. */
export type Modality = 'image' | 'text';

/** How an encoder runs its model. */
export interface EncodePlan {
  /** Execution provider of ONNX Runtime, as `cpu`. */
  readonly device: string;
  /** Sessions at work at once, each in a thread of its own. */
  readonly sessions: number;
  readonly threadsPerSession: number;
  /** Items of one run of the model. Absent while it is being found out. */
  readonly itemsPerRun?: number;
}

/**
 * A frozen model: item → embedding. Decoding and encoding are apart so that the pipeline can run
 * them in parallel; `Decoded` is whatever the encoder's own `decode` makes.
 */
export interface Encoder<Decoded = unknown> {
  readonly id: string;
  readonly modality: Modality;
  /** Length d of an embedding. */
  readonly dimension: number;
  /** SHA-256 over model bytes, tokenizer and preprocessing: a part of every cache key. */
  readonly digest: string;
  /** Items that one `encode` call takes best. */
  readonly batchSize: number;
  /** `encode` calls that may be under way at once (one per session). */
  readonly concurrency: number;
  /** How the model is run; what is measured on the first items is there once it is known. */
  plan?(): EncodePlan;
  /** Cost of a decoded item relative to others (token count); batches are made of alike items. */
  weight?(decoded: Decoded): number;
  /**
   * Bytes of one item → what `encode` takes.
   *
   * @throws CodedError with an `ITEM_…` code when the bytes are corrupt, too large, or of another type.
   */
  decode(bytes: Uint8Array, signal?: AbortSignal): Promise<Decoded>;
  /** n decoded items → n × d embeddings in the same order; runs in a worker thread. */
  encode(batch: readonly Decoded[], signal?: AbortSignal): Promise<Matrix>;
  /** Drains running work, then frees the sessions. */
  close(): Promise<void>;
}
