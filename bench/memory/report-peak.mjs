/**
 * Loaded beside a program (`node --import`): at its end writes the peak of its resident memory, in
 * bytes, to the file that ALAAS_BENCH_PEAK names.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

import { peakBytes } from './peak-bytes.mjs';

if (isMainThread) {
  process.on('exit', () => {
    writeFileSync(process.env.ALAAS_BENCH_PEAK, String(peakBytes()));
  });
}
