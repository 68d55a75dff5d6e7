import { Fifo } from './fifo.js';

/**
 * Lets work in, in the order of asking, while the loads of all that is inside stay within a limit. A
 * load beyond the limit gets in alone.
 */
export class LoadGate {
  readonly #limit: number;
  readonly #waiting = new Fifo<{ readonly load: number; readonly go: () => void }>();
  #inside = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Does the work when there is room for its load. */
  async within<T>(load: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || !this.#fits(load)) {
      await new Promise<void>((go) => this.#waiting.push({ load, go }));
    } else this.#inside += load;
    try {
      return await work();
    } finally {
      this.#inside -= load;
      this.#admit();
    }
  }

  #fits(load: number): boolean {
    return this.#inside === 0 || this.#inside + load <= this.#limit;
  }

  #admit(): void {
    for (let next = this.#waiting.first; next && this.#fits(next.load);) {
      this.#waiting.shift();
      this.#inside += next.load;
      next.go();
      next = this.#waiting.first;
    }
  }
}
