/** Measures how long somebody looked at something: time in which the page is hidden does not count. */
export class ActiveClock {
  readonly #now: () => number;
  #sinceMs: number | null = null;
  #beforeMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Begins at zero. */
  restart(): void {
    this.#beforeMs = 0;
    this.#sinceMs = this.#now();
  }

  pause(): void {
    this.#beforeMs = this.#elapsedMs();
    this.#sinceMs = null;
  }

  resume(): void {
    this.#sinceMs ??= this.#now();
  }

  /** With a precision of 0.1. */
  seconds(): number {
    return Math.round(this.#elapsedMs() / 100) / 10;
  }

  #elapsedMs(): number {
    return this.#beforeMs + (this.#sinceMs === null ? 0 : this.#now() - this.#sinceMs);
  }
}
