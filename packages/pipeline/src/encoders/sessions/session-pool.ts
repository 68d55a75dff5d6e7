import { CodedError, throwIfCancelled } from '@alaas/core';

import { ActiveSessions } from './active-sessions.js';
import { batchLength } from './batch.js';
import type { ModelSignature, SessionStart } from './session-protocol.js';
import { SessionThread, type EncodeRequest } from './session-thread.js';

/** Sessions of one model, each in its own thread; every thread does one batch at a time. */
export interface SessionPool {
  readonly size: number;
  /** Inputs and outputs as the ONNX file declares them. */
  readonly signature: ModelSignature;
  /** Sessions that work at once, and items of a run once they are found out. */
  found(): { readonly active: number; readonly itemsPerRun: number | undefined };
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
export async function openSessionPool(
  options: Omit<SessionStart, 'state'> & { readonly sessions: number },
): Promise<SessionPool> {
  const { sessions, ...start } = options;
  const threads = Array.from({ length: sessions }, () => new SessionThread(start));
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
  const active = new ActiveSessions(threads.length);
  let itemsPerRun: number | undefined;
  let closed: Promise<void> | undefined;

  const take = (): Promise<SessionThread> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      admit();
    });
  const admit = (): void => {
    while (waiting.length > 0 && threads.length - idle.length < active.limit) {
      waiting.shift()!(idle.pop()!);
    }
  };
  const encode = async (request: EncodeRequest, signal?: AbortSignal): Promise<Float32Array> => {
    const thread = await take();
    const startedMs = performance.now();
    try {
      const encoded = await thread.encode({ ...request, itemsPerRun }, signal);
      itemsPerRun ??= encoded.itemsPerRun;
      // While sizes are tried, speeds say nothing about sessions.
      if (itemsPerRun !== undefined) {
        active.worked({ items: batchLength(request.batch), startedMs, endedMs: performance.now() });
      }
      return encoded.embeddings;
    } finally {
      idle.push(thread);
      admit();
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
    found: () => ({ active: active.limit, itemsPerRun }),
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
