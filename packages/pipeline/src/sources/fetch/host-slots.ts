/** Lets so many requests at a time go to one host; others wait in the order they came. */
export class HostSlots {
  readonly #perHost: number;
  readonly #hosts = new Map<string, { taken: number; readonly waiting: Set<() => void> }>();

  constructor(perHost: number) {
    this.#perHost = perHost;
  }

  /** Waits for a slot; rejects at once with the reason of the signal. Call what it answers once. */
  async take(host: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const slots = this.#hosts.get(host) ?? { taken: 0, waiting: new Set() };
    this.#hosts.set(host, slots);
    if (slots.taken < this.#perHost) slots.taken++;
    else {
      // A slot is handed over, so that none who comes later can take it.
      await new Promise<void>((resolve, reject) => {
        const go = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          slots.waiting.delete(go);
          reject(signal.reason as Error);
        };
        slots.waiting.add(go);
        signal.addEventListener('abort', leave, { once: true });
      });
    }
    return () => this.#free(host);
  }

  #free(host: string): void {
    const slots = this.#hosts.get(host)!;
    const [next] = slots.waiting;
    if (next) {
      slots.waiting.delete(next);
      next();
    } else if (--slots.taken === 0) this.#hosts.delete(host);
  }
}
