import { CodedError } from '@alaas/core';

import { availableMemory } from './available-memory.js';

/** Arrays that are about to be held, and where they come from. */
export interface ForeseenArrays {
  /** Of all arrays together. */
  readonly bytes: number;
  /** Items that have an id, a digest and a place in the cache, beside their rows. */
  readonly items?: number;
  /** Field, option or file that they come from. */
  readonly field: string;
}

/** Memory of the work in units of its arrays, the arrays included: blocks of products, copies of rows. */
const WORKING_SHARE = 1.6;
const BYTES_PER_ITEM = 500;

/**
 * Refuses work early that would run out of memory.
 *
 * @throws CodedError `MEMORY_TOO_SMALL` with the estimate and what is free, in bytes.
 */
export function foreseeMemory({ bytes, items = 0, field }: ForeseenArrays): void {
  const needed = WORKING_SHARE * bytes + BYTES_PER_ITEM * items;
  const available = availableMemory();
  if (needed <= available) return;
  throw new CodedError(
    'MEMORY_TOO_SMALL',
    `The work needs about ${mebibytes(needed)} of memory, ${mebibytes(bytes)} of them for the arrays; ` +
      `${mebibytes(available)} are free.`,
    {
      field,
      value: Math.round(needed),
      available,
      remedy:
        `Choose from a part of the pool (about ${Math.floor((100 * available) / needed)} % of it fits), ` +
        `use embeddings of fewer dimensions, or a machine with ${mebibytes(needed)} of free memory.`,
    },
  );
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MiB`;
}
