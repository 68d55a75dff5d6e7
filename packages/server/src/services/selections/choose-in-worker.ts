import { Worker } from 'node:worker_threads';
import { AlaasError } from '@alaas/contracts';
import type { Matrix } from '@alaas/core';
import type { Chosen, ChooseContext, ChooseTask } from './choose.js';
import type { FromWorker, ToWorker } from './choose-worker.js';

/**
 * `choose` in a thread of its own, so that this one stays free to answer. The arrays of the task
 * move there and are empty afterwards. The thread is never killed: when cancelled, it stops at its
 * next safe point.
 */
export async function chooseInWorker(
  task: ChooseTask,
  { signal, onProgress }: Omit<ChooseContext, 'kernels'>,
): Promise<Chosen> {
  // Flags of this process, as --input-type, may not fit a thread that starts from a file.
  const worker = new Worker(new URL('./choose-worker.js', import.meta.url), { execArgv: [] });
  const tell = (message: ToWorker, moved: ArrayBuffer[] = []): void =>
    worker.postMessage(message, moved);
  const cancel = (): void => tell({ kind: 'cancel' });
  signal?.addEventListener('abort', cancel, { once: true });
  let outcome: FromWorker | undefined;
  let crash: unknown;
  try {
    await new Promise<void>((resolve) => {
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'progress') onProgress?.(message.stage, message.done);
        else outcome = message;
      });
      worker.on('error', (error) => (crash = error));
      worker.on('exit', () => resolve());
      tell({ kind: 'task', task }, buffersOf(task));
      if (signal?.aborted) cancel();
    });
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  if (outcome?.kind === 'done') return outcome.chosen;
  if (outcome?.kind === 'failed')
    throw new AlaasError(outcome.code, outcome.message, outcome.details);
  throw new AlaasError('INTERNAL_ERROR', 'The thread that chooses ended early.', { cause: crash });
}

function buffersOf({ embeddings, probabilities, labelled, examples }: ChooseTask): ArrayBuffer[] {
  const matrices: (Matrix | Matrix<Float64Array> | undefined)[] = [
    embeddings,
    probabilities,
    labelled?.embeddings,
    examples,
  ];
  const buffers = matrices.flatMap((one) => (one === undefined ? [] : [one.data.buffer]));
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
