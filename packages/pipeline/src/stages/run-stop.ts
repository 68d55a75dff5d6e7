import { setMaxListeners } from 'node:events';

/** How a run ends before its time: the first failure counts, and all that waits hears of it. */
export class RunStop {
  readonly #controller = new AbortController();
  readonly #onFailure: (error: unknown) => void;
  /** What waits for work that nothing can stop. */
  readonly #waiting = new Set<(error: unknown) => void>();
  #failure: { readonly error: unknown } | undefined;

  /** @param onFailure is called with the first failure, once. */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
    // Everything that is under way listens.
    setMaxListeners(0, this.#controller.signal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  fail(error: unknown): void {
    if (this.#failure) return;
    this.#failure = { error };
    this.#controller.abort(error);
    for (const reject of this.#waiting) reject(error);
    this.#onFailure(error);
  }

  /** @throws what the run failed with, if it did. */
  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Settles like `work`, but at once when the run fails; the work then ends by itself. */
  orStop<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      // A set of our own: listeners of a signal cost more than much of the work.
      this.#waiting.add(reject);
      const settle = (): boolean => this.#waiting.delete(reject);
      work.then(
        (value) => {
          settle();
          resolve(value);
        },
        (error: Error) => {
          settle();
          reject(error);
        },
      );
    });
  }
}
