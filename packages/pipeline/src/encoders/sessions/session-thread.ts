import { Worker } from 'node:worker_threads';
import { CodedError, throwIfCancelled } from '@alaas/core';

import type { EncoderManifest } from '../encoder-manifest.js';
import type { Batch } from './batch.js';
import {
  BUSY_CELL,
  STOP_ALL,
  STOP_CELL,
  type FromSession,
  type ModelSignature,
  type SessionStart,
  type ToSession,
} from './session-protocol.js';

/** One batch to encode and how. */
export interface EncodeRequest {
  readonly batch: Batch;
  readonly manifest: EncoderManifest;
  /** Token that fills short texts up. */
  readonly padId: number;
  /** Items of a run, when another session has found out. */
  readonly itemsPerRun?: number | undefined;
}

/** Embeddings, and what the thread has found out about runs. */
export interface Encoded {
  readonly embeddings: Float32Array;
  /** Items of a run; undefined while sizes are tried. */
  readonly itemsPerRun: number | undefined;
}

interface RunningJob {
  resolve(encoded: Encoded): void;
  reject(error: unknown): void;
}

/** The native code of one run takes at most about this long; waiting longer means it hangs. */
const LONGEST_RUN_MS = 5_000;

/**
 * One ONNX session in a thread of its own, which does one job at a time.
 *
 * The thread is never killed: ending it while native code runs would abort the whole process.
 */
export class SessionThread {
  readonly #worker: Worker;
  readonly #state: Int32Array;
  readonly #opened: Promise<ModelSignature>;
  readonly #ended: Promise<void>;
  #announce!: { resolve(signature: ModelSignature): void; reject(error: unknown): void };
  #running: RunningJob | undefined;
  #jobs = 0;
  #failure: CodedError | undefined;

  constructor(options: Omit<SessionStart, 'state'>) {
    const { modelFile } = options;
    const state = new SharedArrayBuffer(8);
    this.#state = new Int32Array(state);
    this.#opened = new Promise((resolve, reject) => {
      this.#announce = { resolve, reject };
    });
    // Who asks for the signature learns of a failure; nobody has to.
    this.#opened.catch(() => undefined);
    const workerData: SessionStart = { ...options, state };
    this.#worker = new Worker(new URL('./session-worker.js', import.meta.url), {
      workerData,
      // Flags of this process, as --input-type, may not suit the thread's own file.
      execArgv: [],
    });
    this.#worker.on('message', (message: FromSession) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(crashed(modelFile, error)));
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#fail(crashed(modelFile));
        resolve();
      });
    });
  }

  /**
   * The model's inputs and outputs, when the session is open.
   *
   * @throws CodedError `ENCODER_MODEL_INVALID` when the file is not a model.
   */
  signature(): Promise<ModelSignature> {
    return this.#opened;
  }

  /**
   * Encodes a batch; its buffers move to the thread. After a cancellation it settles when the
   * thread is free again, at most one run later.
   */
  async encode(request: EncodeRequest, signal?: AbortSignal): Promise<Encoded> {
    throwIfCancelled(signal);
    if (this.#failure) throw this.#failure;
    const job = ++this.#jobs;
    const stop = (): void => {
      Atomics.store(this.#state, STOP_CELL, job);
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const encoded = await new Promise<Encoded>((resolve, reject) => {
        this.#running = { resolve, reject };
        this.#tell(
          { kind: 'encode', job, itemsPerRun: undefined, ...request },
          buffersOf(request.batch),
        );
      });
      throwIfCancelled(signal);
      return encoded;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Frees the session and waits for the thread to end. The caller has awaited all jobs. */
  async close(): Promise<void> {
    this.#tell({ kind: 'close' });
    await this.#ended;
  }

  /** Lets the thread begin no further run; `waitUntilIdle` then waits for the last one. */
  halt(): void {
    Atomics.store(this.#state, STOP_CELL, STOP_ALL);
  }

  /** Blocks this thread until no native code runs; only for a process that is about to exit. */
  waitUntilIdle(): void {
    if (Atomics.load(this.#state, BUSY_CELL) === 0) return;
    Atomics.wait(this.#state, BUSY_CELL, 1, LONGEST_RUN_MS);
  }

  #tell(message: ToSession, moved: ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, moved);
  }

  #receive(message: FromSession): void {
    if (message.kind === 'opened') return this.#announce.resolve(message.signature);
    if (message.kind === 'failed' && message.job === undefined) return this.#fail(rebuilt(message));
    const running = this.#running;
    this.#running = undefined;
    if (message.kind === 'encoded') running?.resolve(message);
    else if (message.kind === 'failed') running?.reject(rebuilt(message));
    else running?.reject(new CodedError('CANCELLED', 'The work was cancelled.'));
  }

  /** The first failure counts; after it the thread takes no more work. */
  #fail(error: CodedError): void {
    this.#failure ??= error;
    this.#announce.reject(this.#failure);
    this.#running?.reject(this.#failure);
    this.#running = undefined;
  }
}

function buffersOf(batch: Batch): ArrayBuffer[] {
  const arrays =
    batch.kind === 'image' ? [batch.pixels, batch.sizes] : [batch.tokens, batch.lengths];
  return arrays.map((one) => one.buffer as ArrayBuffer);
}

function rebuilt(message: Extract<FromSession, { kind: 'failed' }>): CodedError {
  return new CodedError(message.code, message.message, message.details);
}

function crashed(modelFile: string, cause?: unknown): CodedError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new CodedError('ENCODER_FAILED', `The thread that runs "${modelFile}" ended${reason}.`, {
    field: 'model',
    value: modelFile,
    cause,
  });
}
