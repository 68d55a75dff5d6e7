import { statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A disk that takes longer for an answer, on average, is asked from another thread. */
const PROMPT_MS = 0.5;
/** Weight of one answer in the average: a thread that had to pause once is no slow disk. */
const WEIGHT = 1 / 64;

/**
 * Looks at the size and times of files. What the system knows already it tells in a few
 * microseconds, a tenth of what asking from another thread costs; where it has to ask a slow disk or
 * the network, this thread soon does not wait any more.
 */
export class FileStatus {
  #averageMs = 0;

  /** @throws the system's error. */
  async of(path: string): Promise<Stats> {
    return this.promptly(path) ?? stat(path);
  }

  /** Undefined when there is no such file, or when this thread does not wait for its disk. */
  promptly(path: string): Stats | undefined {
    if (this.#averageMs > PROMPT_MS) return undefined;
    const startMs = performance.now();
    try {
      return statSync(path, { throwIfNoEntry: false });
    } finally {
      this.#averageMs += WEIGHT * (performance.now() - startMs - this.#averageMs);
    }
  }
}
