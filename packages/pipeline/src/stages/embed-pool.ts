import type { Matrix } from '@alaas/core';

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
}

/** A pool as embeddings. Row i of `embeddings` is `items[i]`. */
export interface EmbeddedPool {
  readonly items: readonly EmbeddedItem[];
  readonly embeddings: Matrix;
  readonly quarantined: readonly QuarantinedItem[];
  readonly stages: readonly StageFigures[];
}

/** One usable item of the pool. */
export interface EmbeddedItem {
  readonly id: string;
  readonly label?: string;
  /** SHA-256 of the bytes; equal for duplicate items. */
  readonly contentDigest: string;
}
