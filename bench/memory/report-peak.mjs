/**
 * Loaded beside a program (`node --import`): at its end writes the peak of its resident memory, in
 * bytes, to the file that ALAAS_BENCH_PEAK names.
 */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    const bytes = 1024 * process.resourceUsage().maxRSS;
    writeFileSync(process.env.ALAAS_BENCH_PEAK, String(bytes));
  });
}
