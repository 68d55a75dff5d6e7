import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@alaas/core';

import type { EmbeddingCache } from './embedding-cache.js';
import { EmbeddingStore } from './embedding-store.js';
import { LocationStore } from './location-store.js';

/** Raised when rows of older files must not be read any more. */
const FORMAT_VERSION = '1';

/**
 * Opens the cache of one encoder in a folder of its own inside `folder`. Several processes may have
 * it open: each writes to files of its own, and sees what was flushed before it opened.
 *
 * Opening reads the index: some 30 ms for 100,000 embeddings. Damaged rows and what a crash cut off
 * count as not stored.
 *
 * @param options.encoderDigest of the encoder, in hexadecimal.
 * @param options.dimension length of an embedding.
 * @throws CodedError `CACHE_WRITE_FAILED` when the folder cannot be made or read.
 */
export async function openEmbeddingCache(
  folder: string,
  options: { readonly encoderDigest: string; readonly dimension: number },
): Promise<EmbeddingCache> {
  const { encoderDigest, dimension } = options;
  const own = join(folder, encoderDigest);
  const metadata = { 'alaas.cache': FORMAT_VERSION, 'alaas.encoder': encoderDigest };
  try {
    await mkdir(own, { recursive: true });
    const embeddings = await EmbeddingStore.open(own, { dimension, metadata });
    const locations = await LocationStore.open(own, metadata);
    return new FileCache(own, { embeddings, locations });
  } catch (cause) {
    throw failure(own, cause);
  }
}

class FileCache implements EmbeddingCache {
  readonly #folder: string;
  readonly #embeddings: EmbeddingStore;
  readonly #locations: LocationStore;
  #flushing: Promise<void> = Promise.resolve();

  constructor(folder: string, stores: { embeddings: EmbeddingStore; locations: LocationStore }) {
    this.#folder = folder;
    this.#embeddings = stores.embeddings;
    this.#locations = stores.locations;
  }

  located(location: string) {
    return this.#locations.located(location);
  }

  locate(...[location, content]: Parameters<EmbeddingCache['locate']>): void {
    this.#locations.locate(location, content);
  }

  has(contentDigest: string): boolean {
    return this.#embeddings.has(bytesOf(contentDigest));
  }

  read(contentDigest: string, target: Float32Array): number | undefined {
    return this.#embeddings.read(bytesOf(contentDigest), target);
  }

  write(...[contentDigest, embedding, seconds]: Parameters<EmbeddingCache['write']>): void {
    this.#embeddings.write(bytesOf(contentDigest), embedding, seconds);
  }

  flush(): Promise<void> {
    // One after the other, also after one that failed.
    this.#flushing = this.#flushing.catch(() => undefined).then(() => this.#flushBoth());
    return this.#flushing;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#embeddings.close();
      await this.#locations.close();
    }
  }

  async #flushBoth(): Promise<void> {
    try {
      // Embeddings first: a location without its embedding is of no use.
      await this.#embeddings.flush();
      await this.#locations.flush();
    } catch (cause) {
      throw failure(this.#folder, cause);
    }
  }
}

function bytesOf(contentDigest: string): Uint8Array {
  return Buffer.from(contentDigest, 'hex');
}

function failure(folder: string, cause: unknown): CodedError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CodedError('CACHE_WRITE_FAILED', `The cache in "${folder}" failed: ${reason}.`, {
    field: 'cache',
    value: folder,
    cause,
  });
}
