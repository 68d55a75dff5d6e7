import { createHash } from 'node:crypto';
import type { Matrix } from '@alaas/core';
import type { EmbeddedItem, Location, QuarantinedItem, StageFigures } from '@alaas/pipeline';

import type { CacheFigures } from '../../outputs/report/report-input.js';

/** A source (the pool or the test items) as embeddings; row i belongs to `items[i]`. */
export interface EmbeddedPart {
  readonly items: readonly PartItem[];
  readonly embeddings: Matrix;
  readonly quarantined: readonly QuarantinedItem[];
  readonly stages: readonly StageFigures[];
  /** Absent for vectors. */
  readonly cache?: CacheFigures | undefined;
  /** SHA-256 over names and contents, in order. */
  readonly digest: string;
  /** Reads the original content; absent for vectors. */
  readonly reader?: ItemReader | undefined;
}

/** One usable item; vectors have no digest of their own. */
export type PartItem = Pick<EmbeddedItem, 'id' | 'label'> & { readonly contentDigest?: string };

/** Access to the content of single items, for thumbnails, texts and label batches. */
export interface ItemReader {
  /** @throws CodedError with an `ITEM_…` code. */
  read(item: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** @throws CodedError `ITEM_NOT_READABLE` for an item that its source lists no more. */
  find(item: string): Promise<Location>;
  /** Path or URL, as people can open it; undefined for texts inside a table. */
  locationOf(item: string): Promise<string | undefined>;
}

/** SHA-256 over names and contents of items, in their order. */
export function digestOfItems(items: readonly PartItem[]): string {
  const hash = createHash('sha256');
  for (const { id, contentDigest } of items) hash.update(JSON.stringify([id, contentDigest]));
  return hash.digest('hex');
}
