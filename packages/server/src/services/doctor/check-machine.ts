import { availableParallelism, freemem, totalmem } from 'node:os';

import { gibibytes } from './gibibytes.js';
import type { CheckResult } from './finding.js';

const LEAST_BYTES = 2 ** 30;

/** There are processors and memory for the encoders. */
export async function checkMachine(): Promise<CheckResult> {
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const free = Math.min(freemem(), total);
  const detail = `${availableParallelism()} cores, ${gibibytes(total)} of memory, ${gibibytes(free)} free`;
  if (free >= LEAST_BYTES) return { status: 'ok', detail };
  const remedy = 'Close other programs; runs want 1 GiB of free memory.';
  return { status: 'warning', detail, remedy };
}
