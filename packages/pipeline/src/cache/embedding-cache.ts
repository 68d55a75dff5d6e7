import type { Validators } from '../sources/source.js';

/**
 * Content-addressed store of embeddings of one encoder, plus an index from locations to content.
 *
 * The key of an embedding is the SHA-256 of the item's bytes; the store is opened for one encoder
 * digest and dimension, so that both together address it.
 */
export interface EmbeddingCache {
  /** What was last seen at a location, keyed by the location's text form. */
  located(location: string): LocatedContent | undefined;
  /** Remembers what lies at a location. */
  locate(location: string, content: LocatedContent): void;
  has(contentDigest: string): boolean;
  /**
   * Copies the embedding into `target` and answers the wall seconds that computing it took, or
   * undefined when it is not stored or damaged.
   */
  read(contentDigest: string, target: Float32Array): number | undefined;
  /** Stores an embedding and the wall seconds that it took; durable after `flush`. */
  write(contentDigest: string, embedding: Float32Array, seconds: number): void;
  /** @throws CodedError `CACHE_WRITE_FAILED` (disk full); what was stored before stays readable. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Content last seen at a location. */
export interface LocatedContent {
  readonly contentDigest: string;
  readonly validators: Validators;
}
