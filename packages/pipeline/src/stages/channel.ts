import { Fifo } from './fifo.js';

/** How much a channel holds and how it is taken from. */
export interface ChannelOptions<T> {
  /** Total load from which on putting waits; a single item may exceed it. At least `batch` items. */
  readonly capacity: number;
  /** Load of an item; each is 1 when absent. */
  readonly load?: (item: T) => number;
  /** Items taken at once; fewer only when no more come. Default 1. */
  readonly batch?: number;
  /** Items with like numbers are taken together; in the order of putting when absent. */
  readonly likeness?: ((item: T) => number) | undefined;
}

/**
 * A bounded queue between two stages: who puts waits while it is full, who takes waits until a
 * batch is there.
 */
export class Channel<T> {
  readonly #capacity: number;
  readonly #load: (item: T) => number;
  readonly #batch: number;
  readonly #likeness: ((item: T) => number) | undefined;
  readonly #items = new Fifo<T>();
  readonly #takers = new Fifo<Waiting>();
  readonly #putters = new Fifo<Waiting>();
  #held = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor({ capacity, load = () => 1, batch = 1, likeness }: ChannelOptions<T>) {
    this.#capacity = capacity;
    this.#load = load;
    this.#batch = batch;
    this.#likeness = likeness;
  }

  /** Items that wait to be taken. */
  get length(): number {
    return this.#items.length;
  }

  /** Adds an item as soon as there is room. Rejects with the error that the channel failed with. */
  async put(item: T): Promise<void> {
    while (!this.#failure && this.#held >= this.#capacity) await waitIn(this.#putters);
    if (this.#failure) throw this.#failure.error;
    this.#items.push(item);
    this.#held += this.#load(item);
    this.#wake();
  }

  /** The next items, or undefined when no more come. Rejects as `put` does. */
  async take(): Promise<T[] | undefined> {
    while (!this.#failure && !this.#ended && this.length < this.#batch) await waitIn(this.#takers);
    if (this.#failure) throw this.#failure.error;
    if (this.length === 0) return undefined;
    const taken = this.#pick();
    for (const item of taken) this.#held -= this.#load(item);
    this.#wake();
    return taken;
  }

  /** Says that nothing more will be put. */
  end(): void {
    this.#ended = true;
    this.#wakeAll();
  }

  /** Drops what waits; all who put or take, now and later, get the error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#items.drain();
    this.#wakeAll();
  }

  #pick(): T[] {
    const likeness = this.#likeness;
    if (!likeness || this.length <= this.#batch) {
      const taken: T[] = [];
      while (taken.length < this.#batch && this.length > 0) taken.push(this.#items.shift()!);
      return taken;
    }
    const waiting = this.#items.drain();
    const sorted = [...waiting].sort((a, b) => likeness(a) - likeness(b));
    // The oldest is always taken, so that no item waits without end.
    const middle = sorted.indexOf(waiting[0]!) - Math.floor(this.#batch / 2);
    const start = Math.min(Math.max(middle, 0), sorted.length - this.#batch);
    const taken = sorted.slice(start, start + this.#batch);
    const gone = new Set(taken);
    for (const item of waiting) if (!gone.has(item)) this.#items.push(item);
    return taken;
  }

  /** One of each side that can go on; it wakes the next one in turn. */
  #wake(): void {
    if (this.#held < this.#capacity) this.#putters.shift()?.();
    if (this.#ended || this.length >= this.#batch) this.#takers.shift()?.();
  }

  #wakeAll(): void {
    for (const go of [...this.#putters.drain(), ...this.#takers.drain()]) go();
  }
}

type Waiting = () => void;

function waitIn(line: Fifo<Waiting>): Promise<void> {
  return new Promise((resolve) => line.push(resolve));
}
