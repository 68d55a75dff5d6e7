import type { StageFigures } from './embedded-pool.js';

/** Measures one stage while it works. */
export class StageMeter {
  readonly #name: StageFigures['name'];
  readonly #concurrency: number;
  #items = 0;
  #workMs = 0;
  #firstMs: number | undefined;
  #lastMs = 0;
  /** Pieces of work under way, and the sum of their starts. */
  #running = 0;
  #startsMs = 0;

  /** @param concurrency pieces of work that the stage does at once. */
  constructor(name: StageFigures['name'], concurrency: number) {
    this.#name = name;
    this.#concurrency = concurrency;
  }

  /** Adds items that were worked on. */
  count(items: number): void {
    this.#items += items;
  }

  /** Measures the time of one piece of work. */
  async measure<T>(work: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    this.#firstMs ??= startMs;
    this.#running++;
    this.#startsMs += startMs;
    try {
      return await work();
    } finally {
      this.#lastMs = performance.now();
      this.#running--;
      this.#startsMs -= startMs;
      this.#workMs += this.#lastMs - startMs;
    }
  }

  /** Figures so far; work under way counts up to now. */
  figures(): StageFigures {
    const nowMs = this.#running > 0 ? performance.now() : this.#lastMs;
    const wallMs = this.#firstMs === undefined ? 0 : nowMs - this.#firstMs;
    const workMs = this.#workMs + this.#running * nowMs - this.#startsMs;
    const busy = wallMs > 0 ? workMs / (wallMs * this.#concurrency) : 0;
    return {
      name: this.#name,
      items: this.#items,
      seconds: wallMs / 1000,
      busy: Math.min(1, Math.max(0, busy)),
    };
  }
}
