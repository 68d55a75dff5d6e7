import { availableParallelism } from 'node:os';

import type { Encoder } from '../encoders/encoder.js';
import type { EmbedPoolOptions } from './embedded-pool.js';

/** How much each stage does at once, and how much waits between them. */
export interface StagePlan {
  readonly fetch: number;
  readonly decode: number;
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
/** Texts are taken by like length out of so many batches. */
const TEXT_WINDOW = 16;

/** Fills in what the options leave open, from the machine and the encoder. */
export function planStages(
  encoder: Encoder,
  { concurrency = {}, batchSize = encoder.batchSize }: EmbedPoolOptions,
): StagePlan {
  const { fetch = FETCHES, encode = encoder.concurrency } = concurrency;
  // One more than there are cores, so that one is ready whenever a core is free.
  const decode = concurrency.decode ?? availableParallelism() + 1;
  const batches = encoder.modality === 'text' ? TEXT_WINDOW : encode + 1;
  return {
    fetch,
    decode,
    encode,
    batchSize,
    listedBytes: 64 * MEBIBYTE,
    fetchedBytes: 32 * MEBIBYTE,
    decodedItems: batches * batchSize,
  };
}
