/** Decoded images of one `encode` call, packed so that they move to a thread without a copy. */
export interface ImageBatch {
  readonly kind: 'image';
  /** Interleaved channels of all images, one image after the other. */
  readonly pixels: Uint8Array;
  /** Width and height of each image, as pairs. */
  readonly sizes: Int32Array;
}

/** Tokens of one `encode` call. */
export interface TextBatch {
  readonly kind: 'text';
  /** Token ids of all texts, one text after the other, without padding. */
  readonly tokens: Int32Array;
  /** Tokens of each text. */
  readonly lengths: Int32Array;
}

/** What one `encode` call hands to a session. */
export type Batch = ImageBatch | TextBatch;

/** The items `from` (inclusive) to `to` (exclusive) of a batch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Number of items in a batch. */
export function batchLength(batch: Batch): number {
  return batch.kind === 'image' ? batch.sizes.length / 2 : batch.lengths.length;
}
