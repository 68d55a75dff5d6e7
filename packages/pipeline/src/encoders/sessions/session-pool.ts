import { CodedError, throwIfCancelled } from '@alaas/core';

import type { ModelSignature } from './session-protocol.js';
import { SessionThread, type EncodeRequest } from './session-thread.js';

/** Sessions of one model, each in its own thread; every thread does one batch at a time. */
export interface SessionPool {
  readonly size: number;
  /** Inputs and outputs as the ONNX file declares them. */
  readonly signature: ModelSignature;
  /** Waits for a free session, then encodes there. */
  encode(request: EncodeRequest, signal?: AbortSignal): Promise<Float32Array>;
  /** Finishes what was accepted, then frees all sessions. */
  close(): Promise<void>;
}

/**
 * Opens sessions of one model in threads of their own. Until they are closed, a process that exits
 * first lets the run that is under way end, because breaking it off would abort the process.
 *
 * @throws CodedError `ENCODER_MODEL_INVALID` when the file is not a model.
 */
export async function openSessionPool(options: {
  modelFile: string;
  sessions: number;
  threadsPerSession: number;
}): Promise<SessionPool> {
  const { modelFile, sessions, threadsPerSession } = options;
  const threads = Array.from(
    { length: sessions },
    () => new SessionThread(modelFile, threadsPerSession),
  );
  const stopGuarding = guardExit(threads);
  try {
    const [signature] = await Promise.all(threads.map((thread) => thread.signature()));
    return poolOf(threads, { signature: signature!, stopGuarding });
  } catch (error) {
    await Promise.all(threads.map((thread) => thread.close()));
    stopGuarding();
    throw error;
  }
}

function poolOf(
  threads: readonly SessionThread[],
  { signature, stopGuarding }: { signature: ModelSignature; stopGuarding: () => void },
): SessionPool {
  const idle = [...threads];
  const waiting: ((thread: SessionThread) => void)[] = [];
  const underWay = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;

  const take = (): Promise<SessionThread> => {
    const thread = idle.pop();
    return thread ? Promise.resolve(thread) : new Promise((resolve) => waiting.push(resolve));
  };
  const give = (thread: SessionThread): void => {
    const next = waiting.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  const encode = async (request: EncodeRequest, signal?: AbortSignal): Promise<Float32Array> => {
    const thread = await take();
    try {
      return await thread.encode(request, signal);
    } finally {
      give(thread);
    }
  };
  const close = async (): Promise<void> => {
    await Promise.allSettled(underWay);
    await Promise.all(threads.map((thread) => thread.close()));
    stopGuarding();
  };
  return {
    size: threads.length,
    signature,
    async encode(request, signal) {
      if (closed) throw new CodedError('ENCODER_CLOSED', 'The encoder was closed.');
      throwIfCancelled(signal);
      const work = encode(request, signal);
      underWay.add(work);
      try {
        return await work;
      } finally {
        underWay.delete(work);
      }
    },
    close: () => (closed ??= close()),
  };
}

function guardExit(threads: readonly SessionThread[]): () => void {
  const settle = (): void => {
    for (const thread of threads) thread.halt();
    for (const thread of threads) thread.waitUntilIdle();
  };
  process.on('exit', settle);
  return () => process.off('exit', settle);
}
