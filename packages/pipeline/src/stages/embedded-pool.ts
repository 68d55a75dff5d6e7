import type { Matrix } from '@alaas/core';

import type { EmbeddingCache } from '../cache/embedding-cache.js';
import type { EncodePlan, Encoder } from '../encoders/encoder.js';
import type { Fetcher } from '../sources/source.js';

/** An item that could not be used, and why. */
export interface QuarantinedItem {
  readonly item: string;
  /** `ITEM_…` code. */
  readonly code: string;
  /** Plain words. */
  readonly reason: string;
}

/** Figures of one stage; `busy` is the share of its capacity that was at work, in [0, 1]. */
export interface StageFigures {
  readonly name: 'list' | 'fetch' | 'decode' | 'encode' | 'score' | 'select';
  /** Items that this stage really worked on (cache hits are not counted). */
  readonly items: number;
  /** Wall seconds from its first to its last item. */
  readonly seconds: number;
  readonly busy: number;
  /** Of `encode`: how the encoder ran its model. */
  readonly plan?: EncodePlan;
}

/** A pool as embeddings. Row i of `embeddings` is `items[i]`; both are in the source's order. */
export interface EmbeddedPool {
  readonly items: readonly EmbeddedItem[];
  readonly embeddings: Matrix;
  readonly quarantined: readonly QuarantinedItem[];
  readonly stages: readonly StageFigures[];
  readonly cache: CacheUse;
}

/** One usable item of the pool. */
export interface EmbeddedItem {
  readonly id: string;
  readonly label?: string;
  /** SHA-256 of the bytes; equal for duplicate items. */
  readonly contentDigest: string;
}

/** What the cache gave. Items of the same content count once. */
export interface CacheUse {
  /** Embeddings that were read from the cache. */
  readonly hits: number;
  /** Embeddings that had to be computed. */
  readonly misses: number;
  /** Wall seconds that the hits took when they were computed. Absent without hits. */
  readonly secondsSaved?: number;
}

/** How far a run is. */
export interface PoolProgress {
  /** Items that are embedded or put into quarantine. */
  readonly done: number;
  /** Absent while the source is being listed. */
  readonly total?: number;
  readonly quarantined: number;
  readonly stages: readonly LiveStage[];
}

/** A stage at work. */
export interface LiveStage extends StageFigures {
  /** Items that wait in front of it. */
  readonly queued: number;
}

/** What a pool is embedded with. */
export interface EmbedPoolOptions {
  readonly encoder: Encoder;
  readonly fetcher: Fetcher;
  /** Of this encoder. Without one, everything is computed. */
  readonly cache?: EmbeddingCache | undefined;
  /** Share of items that may be unusable, in [0, 1]. Default 0.5. */
  readonly maxQuarantinedShare?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called about ten times a second, and at the end. */
  readonly onProgress?: ((progress: PoolProgress) => void) | undefined;
  /** How much each stage does at once; chosen from the machine when absent. */
  readonly concurrency?: StageConcurrency | undefined;
  /** Items of one call of the encoder; the encoder's own choice when absent. */
  readonly batchSize?: number | undefined;
}

/** Pieces of work that a stage does at once. */
export interface StageConcurrency {
  readonly fetch?: number;
  readonly decode?: number;
  readonly encode?: number;
}
