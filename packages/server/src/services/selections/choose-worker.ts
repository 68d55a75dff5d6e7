import { parentPort } from 'node:worker_threads';
import { AlaasError, type AlaasErrorDetails, type ErrorCode } from '@alaas/contracts';
import { openOnnxKernels } from '@alaas/pipeline';
import { choose, type Chosen, type ChooseTask } from './choose.js';

/** What the worker is told. */
export type ToWorker =
  { readonly kind: 'task'; readonly task: ChooseTask } | { readonly kind: 'cancel' };

/** What the worker answers; after `done` or `failed` it ends by itself. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly stage: 'train' | 'select'; readonly done: number }
  | { readonly kind: 'done'; readonly chosen: Chosen }
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: AlaasErrorDetails;
    };

const cancel = new AbortController();

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'cancel') cancel.abort();
  else void carryOut(message.task);
});

async function carryOut(task: ChooseTask): Promise<void> {
  const kernels = await openOnnxKernels();
  try {
    const chosen = await choose(task, {
      kernels,
      signal: cancel.signal,
      onProgress: (stage, done) => answer({ kind: 'progress', stage, done }),
    });
    answer({ kind: 'done', chosen });
  } catch (thrown) {
    const { code, message, details } = AlaasError.from(thrown);
    answer({ kind: 'failed', code, message, details });
  } finally {
    await kernels.close();
    parentPort?.close();
  }
}

function answer(message: FromWorker): void {
  parentPort?.postMessage(message);
}
