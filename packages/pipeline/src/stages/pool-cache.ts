import type { EmbeddingCache, LocatedContent } from '../cache/embedding-cache.js';
import type { Location, Validators } from '../sources/source.js';
import type { CacheUse } from './embedded-pool.js';

/** What was computed since the last flush is lost in a crash: at most about this much time. */
const FLUSH_EVERY_MS = 2000;
/** And at most about so many bytes of embeddings. */
const FLUSH_BYTES = 4 * 2 ** 20;

/** What one run does with the cache, if there is one, and what that gave. */
export class PoolCache {
  readonly #cache: EmbeddingCache | undefined;
  #hits = 0;
  #misses = 0;
  #secondsSaved = 0;
  #pendingBytes = 0;
  #flushedMs = performance.now();
  #flushing: Promise<void> = Promise.resolve();

  constructor(cache: EmbeddingCache | undefined) {
    this.#cache = cache;
  }

  /** What was last seen at a location, when its embedding is there. */
  lookUp(location: Location): LocatedContent | undefined {
    const key = keyOf(location);
    if (!this.#cache || key === undefined) return undefined;
    const known = this.#cache.located(key);
    return known && this.#cache.has(known.contentDigest) ? known : undefined;
  }

  /** Remembers what lies at a location, if it can be recognised again. */
  locate(location: Location, contentDigest: string, validators: Validators | undefined): void {
    const key = keyOf(location);
    if (key === undefined || !validators) return;
    this.#cache?.locate(key, { contentDigest, validators });
  }

  /** Reads an embedding into `target`; false when it has to be computed. */
  read(contentDigest: string, target: Float32Array): boolean {
    const seconds = this.#cache?.read(contentDigest, target);
    if (seconds === undefined) return false;
    this.#hits++;
    this.#secondsSaved += seconds;
    return true;
  }

  /** Keeps an embedding that took so many wall seconds. */
  write(contentDigest: string, embedding: Float32Array, seconds: number): void {
    this.#misses++;
    this.#cache?.write(contentDigest, embedding, seconds);
    this.#pendingBytes += embedding.byteLength;
  }

  /**
   * Writes to disk, when it is time to, beside the work that goes on; waits only while an earlier
   * write is under way.
   *
   * @throws CodedError `CACHE_WRITE_FAILED`, of this or of the earlier write.
   */
  async keepUp(onFailure: (error: unknown) => void): Promise<void> {
    const nowMs = performance.now();
    const isDue = this.#pendingBytes >= FLUSH_BYTES || nowMs - this.#flushedMs >= FLUSH_EVERY_MS;
    if (!this.#cache || !isDue) return;
    this.#pendingBytes = 0;
    this.#flushedMs = nowMs;
    await this.#flushing;
    this.#flushing = this.#cache.flush().catch(onFailure);
  }

  /** Writes all that is left. @throws CodedError `CACHE_WRITE_FAILED`. */
  async flush(): Promise<void> {
    await this.#flushing;
    await this.#cache?.flush();
  }

  use(): CacheUse {
    const use = { hits: this.#hits, misses: this.#misses };
    return this.#hits > 0 ? { ...use, secondsSaved: this.#secondsSaved } : use;
  }
}

function keyOf(location: Location): string | undefined {
  switch (location.kind) {
    case 'file':
      return `file:${location.path}`;
    case 'url':
      return location.url;
    case 'inline':
    case 'refused':
      return undefined;
  }
}
