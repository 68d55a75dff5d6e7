import type { Source } from '../sources/source.js';
import type { EmbeddedPool, EmbedPoolOptions } from './embedded-pool.js';
import { PoolRun } from './pool-run.js';

/**
 * Embeds a pool: lists, fetches, decodes and encodes its items, all at the same time, with bounded
 * queues between. The memory it needs beyond the result does not depend on the size of the pool.
 *
 * The result is in the order of the source whatever the concurrency. Items of the same content are
 * decoded and encoded once. What the cache holds is neither fetched again (while its location says
 * that it is unchanged) nor decoded nor encoded. Items that cannot be used are put into quarantine.
 * What was computed is in the cache also when the run fails or is cancelled.
 *
 * @throws CodedError `QUARANTINE_EXCEEDED` when too many items cannot be used,
 *   `MEMORY_TOO_SMALL` when they are listed and would not fit, `CACHE_WRITE_FAILED`
 *   when the cache cannot grow, `CANCELLED` at most one run of the model after the signal, and what
 *   the source and the encoder throw.
 */
export async function embedPool(source: Source, options: EmbedPoolOptions): Promise<EmbeddedPool> {
  return new PoolRun(source, options).result();
}
