import { setTimeout } from 'node:timers/promises';
import type { Fetcher, ItemRef, Location, Source } from '@alaas/pipeline';
import { CodedError } from '@alaas/core';

/** Items that lie in memory, at addresses that `memoryFetcher` reads. */
export interface MemoryItem {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly label?: string;
  /** Milliseconds until the bytes come. */
  readonly delayMs?: number;
  /** Code of the error that comes instead of them. */
  readonly refused?: string;
}

/** A source of these items, in this order. */
export function memorySource(items: readonly MemoryItem[]): Source {
  return {
    kind: 'memory',
    async *items() {
      for (const { id, label } of items) {
        const ref: ItemRef = { id, location: { kind: 'url', url: `memory:${id}` } };
        yield label === undefined ? ref : { ...ref, label };
      }
    },
  };
}

/** Reads them, and counts what it did. */
export interface MemoryFetcher extends Fetcher {
  readonly counts: { contents: number; unchanged: number; mostAtOnce: number };
}

/** A fetcher of these items; its validators are their ETags, made of the content. */
export function memoryFetcher(items: readonly MemoryItem[]): MemoryFetcher {
  const byUrl = new Map(items.map((item) => [`memory:${item.id}`, item]));
  const counts = { contents: 0, unchanged: 0, mostAtOnce: 0 };
  let atOnce = 0;
  return {
    counts,
    async fetch(location, { known, signal } = {}) {
      counts.mostAtOnce = Math.max(counts.mostAtOnce, ++atOnce);
      try {
        const item = find(byUrl, location);
        if (item.delayMs !== undefined) await setTimeout(item.delayMs, undefined, { signal });
        if (item.refused !== undefined) throw new CodedError(item.refused, `No ${item.id}.`);
        const etag = Buffer.from(item.bytes).toString('base64url').slice(-40);
        if (known?.kind === 'http' && known.etag === etag) {
          counts.unchanged++;
          return { kind: 'unchanged' };
        }
        counts.contents++;
        return { kind: 'content', bytes: item.bytes, validators: { kind: 'http', etag } };
      } finally {
        atOnce--;
      }
    },
    isUnchanged: () => false,
    close: () => Promise.resolve(),
  };
}

function find(byUrl: ReadonlyMap<string, MemoryItem>, location: Location): MemoryItem {
  if (location.kind === 'inline') return { id: 'inline', bytes: location.bytes };
  const item = location.kind === 'url' ? byUrl.get(location.url) : undefined;
  if (!item) throw new CodedError('ITEM_CORRUPT', `Nothing is there.`);
  return item;
}
