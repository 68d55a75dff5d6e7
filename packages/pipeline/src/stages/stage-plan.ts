import { availableParallelism } from 'node:os';

import type { Encoder } from '../encoders/encoder.js';
import type { EmbedPoolOptions } from './embedded-pool.js';

/** How much each stage does at once, and how much waits between them. */
export interface StagePlan {
  readonly fetch: number;
  readonly decode: number;
  /** Bytes of items that are decoded at once; more than that is decoded alone. */
  readonly decodingBytes: number;
  /** What an item counts among them, by its bytes. */
  readonly decodingLoad: (bytes: number) => number;
  readonly encode: number;
  readonly batchSize: number;
  /** Bytes of items that were listed but not fetched; what lists may run ahead that far. */
  readonly listedBytes: number;
  /** Bytes of items that were fetched but not decoded. */
  readonly fetchedBytes: number;
  /** Decoded items that wait to be encoded. */
  readonly decodedItems: number;
}

const MEBIBYTE = 2 ** 20;
/** Waiting for an answer costs nothing, so that many wait at once; a host sees fewer. */
const FETCHES = 64;
/**
 * Small items decoded at once for each core. A decoder hands back its result and gets the next item
 * through the main thread, which is late when all cores are at work: with so many under way, none
 * waits for it.
 */
const SMALL_DECODES_PER_CORE = 6;
/** From so many bytes on an item is large: then as many are decoded as there are cores, and one. */
const LARGE_ITEM_BYTES = 2 ** 18;
/** Texts are taken by like length out of so many batches. */
const TEXT_WINDOW = 16;

/** Fills in what the options leave open, from the machine and the encoder. */
export function planStages(
  encoder: Encoder,
  { concurrency = {}, batchSize = encoder.batchSize }: EmbedPoolOptions,
): StagePlan {
  const { fetch = FETCHES, encode = encoder.concurrency } = concurrency;
  const cores = availableParallelism();
  const decode = concurrency.decode ?? SMALL_DECODES_PER_CORE * cores;
  // One large item more than there are cores, so that one is ready whenever a core is free.
  const decodingBytes = LARGE_ITEM_BYTES * Math.min(decode, cores + 1);
  const batches = encoder.modality === 'text' ? TEXT_WINDOW : encode + 1;
  return {
    fetch,
    decode,
    decodingBytes,
    decodingLoad: (bytes) => Math.max(decodingBytes / decode, Math.min(bytes, LARGE_ITEM_BYTES)),
    encode,
    batchSize,
    listedBytes: 64 * MEBIBYTE,
    fetchedBytes: 32 * MEBIBYTE,
    decodedItems: batches * batchSize,
  };
}
