import { EventEmitter } from 'node:events';
import {
  AlaasError,
  isFinal,
  type Selection,
  type SelectionProgress,
  type SelectionRequest,
  type SelectionResult,
} from '@alaas/contracts';
import type { NumberedEvent, SelectionStore } from './selection-store.js';

/** Carries out one selection. */
export type RunSelection = (
  request: SelectionRequest,
  context: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: SelectionProgress) => void;
  },
) => Promise<SelectionResult>;

/** Means and bounds of a queue. */
export interface SelectionQueueOptions {
  readonly store: SelectionStore;
  readonly run: RunSelection;
  /** Selections at work at once. Default 1: one already uses all cores. */
  readonly concurrency?: number;
  /** Selections that may wait. Default 100. */
  readonly maxWaiting?: number;
  /** Told what is not the fault of a request. */
  readonly onError: (error: AlaasError) => void;
}

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

const PROGRESS_INTERVAL_MS = 250;
const MAX_ATTEMPTS = 2;
/** No selection has this id. */
const CLOSED = Symbol('closed');

/** Works off selections in the order they came, a few at once; nothing is lost when it ends. */
export class SelectionQueue {
  readonly #options: SelectionQueueOptions;
  readonly #waiting: string[] = [];
  readonly #running = new Map<string, Running>();
  readonly #events = new EventEmitter().setMaxListeners(0);
  #closing = false;

  constructor(options: SelectionQueueOptions) {
    this.#options = options;
  }

  /** Selections that wait and that are at work. */
  get size(): { readonly waiting: number; readonly running: number } {
    return { waiting: this.#waiting.length, running: this.#running.size };
  }

  /**
   * Begins again what was under way when the last server ended. What ended a server twice is not
   * tried a third time.
   */
  async recover(): Promise<void> {
    for (const { id, attempts } of await this.#options.store.unfinished()) {
      if (attempts >= MAX_ATTEMPTS) {
        const message = `The server ended ${attempts} times while it worked on this selection.`;
        const error = new AlaasError('SELECTION_INTERRUPTED', message);
        await this.#options.store.move(id, { status: 'failed', error });
      } else {
        this.#waiting.push(id);
      }
    }
    this.#next();
  }

  /**
   * Takes a request in; the same key again gives the selection that it made first.
   *
   * @throws AlaasError `SELECTION_QUEUE_FULL`, `HTTP_CLOSING`.
   */
  async submit(request: SelectionRequest, key?: string): Promise<Selection> {
    if (this.#closing) throw new AlaasError('HTTP_CLOSING', 'The server is shutting down.');
    if (this.#waiting.length >= (this.#options.maxWaiting ?? 100)) {
      const message = `${this.#waiting.length} selections are waiting already.`;
      throw new AlaasError('SELECTION_QUEUE_FULL', message);
    }
    const { selection, created } = await this.#options.store.create(request, key);
    if (created) {
      this.#waiting.push(selection.id);
      this.#next();
    }
    return selection;
  }

  /** Cancels what has not ended; resolves when it has stopped. */
  async cancel(id: string): Promise<Selection> {
    const { store } = this.#options;
    await store.get(id);
    const place = this.#waiting.indexOf(id);
    if (place >= 0) this.#waiting.splice(place, 1);
    this.#emit(id, await store.move(id, { status: 'cancelled' }));
    const running = this.#running.get(id);
    running?.abort.abort(new AlaasError('CANCELLED', 'The selection was cancelled.'));
    await running?.done;
    return store.get(id);
  }

  /** Calls back for every event from now on; the answer ends it. */
  subscribe(id: string, listener: (event: NumberedEvent) => void): () => void {
    this.#events.on(id, listener);
    return () => void this.#events.off(id, listener);
  }

  /** Resolves with the selection when it has ended, or the signal fires, or the queue closes. */
  async whenEnded(id: string, signal?: AbortSignal): Promise<Selection> {
    const { store } = this.#options;
    return new Promise<Selection>((resolve, reject) => {
      const stop = this.subscribe(id, ({ event }) => {
        if (event.kind === 'status' && isFinal(event.status)) settle();
      });
      const settle = (): void => {
        stop();
        this.#events.off(CLOSED, settle);
        signal?.removeEventListener('abort', settle);
        store.get(id).then(resolve, reject);
      };
      signal?.addEventListener('abort', settle, { once: true });
      this.#events.once(CLOSED, settle);
      store.get(id).then(({ status }) => isFinal(status) && settle(), reject);
    });
  }

  /**
   * Takes nothing in any more and gives those at work `drainMs` to end. What has not ended then is
   * stopped at its next safe point and begun again by the next server.
   */
  async close(drainMs: number): Promise<void> {
    this.#closing = true;
    const all = Promise.all([...this.#running.values()].map(({ done }) => done));
    const timer = setTimeout(() => {
      for (const { abort } of this.#running.values()) abort.abort('closing');
    }, drainMs);
    await all;
    clearTimeout(timer);
    this.#events.emit(CLOSED);
  }

  #next(): void {
    while (!this.#closing && this.#running.size < (this.#options.concurrency ?? 1)) {
      const id = this.#waiting.shift();
      if (id === undefined) return;
      const abort = new AbortController();
      const done = this.#work(id, abort.signal)
        .catch((error: unknown) => this.#options.onError(AlaasError.from(error)))
        .finally(() => {
          this.#running.delete(id);
          this.#next();
        });
      this.#running.set(id, { abort, done });
    }
  }

  async #work(id: string, signal: AbortSignal): Promise<void> {
    const { store, run } = this.#options;
    const begun = await store.move(id, { status: 'running' });
    if (begun === undefined) return;
    this.#emit(id, begun);
    const progress = this.#progressWriter(id);
    try {
      const request = await store.request(id);
      const result = await run(request, { signal, onProgress: progress.note });
      await progress.settled();
      this.#emit(id, await store.move(id, { status: 'finished', result }));
    } catch (thrown) {
      await progress.settled();
      const error = AlaasError.from(thrown);
      if (this.#closing && signal.aborted) {
        this.#emit(id, await store.move(id, { status: 'queued' }));
      } else {
        if (error.row.status >= 500) this.#options.onError(error);
        this.#emit(id, await store.move(id, { status: 'failed', error }));
      }
    }
  }

  /** Writes the latest progress, at most a few times a second and one after the other. */
  #progressWriter(id: string) {
    let writing: Promise<void> = Promise.resolve();
    let last: { stage: string; atMs: number } | undefined;
    const note = (progress: SelectionProgress): void => {
      const atMs = performance.now();
      const soon = last?.stage === progress.stage && atMs - last.atMs < PROGRESS_INTERVAL_MS;
      if (soon && progress.done !== progress.total) return;
      last = { stage: progress.stage, atMs };
      writing = writing
        .then(async () => this.#emit(id, await this.#options.store.progress(id, progress)))
        .catch((error: unknown) => this.#options.onError(AlaasError.from(error)));
    };
    return { note, settled: () => writing };
  }

  #emit(id: string, event: NumberedEvent | undefined): void {
    if (event !== undefined) this.#events.emit(id, event);
  }
}
