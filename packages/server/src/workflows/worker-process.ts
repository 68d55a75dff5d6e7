import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AlaasError, fromProblem } from '@alaas/contracts';

import type { FromWorker, ToWorker, WorkerOptions } from './worker-messages.js';

const PROGRAM = fileURLToPath(new URL('./worker-program.js', import.meta.url));
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

/**
 * A worker in a process of its own with a lower priority, so that learning does not keep those
 * waiting who label. It is started again when it dies.
 */
export class WorkerProcess {
  readonly #options: WorkerOptions;
  readonly #onError: (error: AlaasError) => void;
  readonly #closing = new AbortController();
  #child: ChildProcess | undefined;
  #keeping: Promise<void> | undefined;

  constructor(options: WorkerOptions, onError: (error: AlaasError) => void) {
    this.#options = options;
    this.#onError = onError;
  }

  /** Starts the worker, once. */
  start(): void {
    if (this.#closing.signal.aborted) return;
    this.#keeping ??= this.#keep();
  }

  /** Ends the worker at its next safe point. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#tell({ kind: 'stop' });
    await this.#keeping;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    for (let deaths = 0; !signal.aborted; deaths++) {
      if (deaths > 0) {
        const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (deaths - 1));
        await wait(pauseMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
      }
      if (await this.#runOnce()) deaths = 0;
      if (!signal.aborted) {
        this.#onError(new AlaasError('WORKER_ENDED', 'The worker ended; it is started again.'));
      }
    }
  }

  /** Runs the worker to its end; answers whether it came to work. */
  async #runOnce(): Promise<boolean> {
    // Flags of this process, as --input-type, may not fit a program that starts from a file.
    const child = fork(PROGRAM, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#child = child;
    let isReady = false;
    child.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') isReady = true;
      else this.#onError(fromProblem(message.problem));
    });
    child.on('error', (cause) =>
      this.#onError(new AlaasError('WORKER_ENDED', 'The worker did not start.', { cause })),
    );
    const ended = once(child, 'exit').catch(() => undefined);
    this.#tell({ kind: 'start', options: this.#options });
    if (this.#closing.signal.aborted) this.#tell({ kind: 'stop' });
    await ended;
    return isReady;
  }

  #tell(message: ToWorker): void {
    if (this.#child?.connected) this.#child.send(message, () => undefined);
  }
}
