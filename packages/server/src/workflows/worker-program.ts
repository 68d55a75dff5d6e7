import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { AlaasError, toProblem } from '@alaas/contracts';

import { runWorker, type RunningWorker } from './run-worker.js';
import type { FromWorker, ToWorker, WorkerOptions } from './worker-messages.js';

/** Learning may wait; whoever labels may not. */
const NICENESS = 10;
/** Threads in the middle of a product cannot be killed; they end long before this. */
const LAST_STEPS_MS = 20_000;

lowerPriority();

let running: Promise<RunningWorker> | undefined;
let ending = false;

process.on('message', (message: ToWorker) => {
  if (message.kind === 'start') running ??= start(message.options);
  else void end();
});
// The server is gone, perhaps killed: its successor starts a worker of its own.
process.on('disconnect', () => void end());
// Ctrl-C reaches the whole group; the server says when to stop.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void end());

/**
 * Threads that begin later inherit it. Those that Node has begun by now do not, on Linux, where a
 * priority is that of a thread: images are decoded in them.
 */
function lowerPriority(): void {
  setPriority(NICENESS);
  if (process.platform !== 'linux') return;
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      setPriority(Number(thread), NICENESS);
    } catch {
      // It has ended.
    }
  }
}

async function start(options: WorkerOptions): Promise<RunningWorker> {
  try {
    const worker = await runWorker(options, () => void end());
    tell({ kind: 'ready' });
    return worker;
  } catch (error) {
    tell({ kind: 'failed', problem: toProblem(AlaasError.from(error)) });
    throw error;
  }
}

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(1), LAST_STEPS_MS).unref();
  const worker = await running?.catch(() => undefined);
  await worker?.stop().catch(() => undefined);
  process.exit(0);
}

function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}
