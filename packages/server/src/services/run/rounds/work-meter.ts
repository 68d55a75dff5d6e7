/** Figures of one kind of work; `busy` is the share of its time in which it was done, in [0, 1]. */
export interface WorkFigures<Name extends string> {
  readonly name: Name;
  readonly items: number;
  /** Wall seconds from the beginning of the first to the end of the last piece. */
  readonly seconds: number;
  readonly busy: number;
}

/** The kinds of work of the rounds. */
export type WorkName = 'select' | 'train';

interface Tally {
  items: number;
  workedMs: number;
  readonly beganMs: number;
  endedMs: number;
}

/** Measures work that is done piece by piece. */
export class WorkMeter {
  readonly #now: () => number;
  readonly #tallies = new Map<WorkName, Tally>();

  /** @param now milliseconds that grow steadily. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Carries out a piece of work on so many items; one that fails is not counted. */
  async measure<Result>(
    name: WorkName,
    items: number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const beganMs = this.#now();
    const result = await work();
    const endedMs = this.#now();
    const tally = this.#tallies.get(name) ?? { items: 0, workedMs: 0, beganMs, endedMs };
    tally.items += items;
    tally.workedMs += endedMs - beganMs;
    tally.endedMs = endedMs;
    this.#tallies.set(name, tally);
    return result;
  }

  /** Figures of all that was measured. */
  figures(): WorkFigures<WorkName>[] {
    return [...this.#tallies].map(([name, { items, workedMs, beganMs, endedMs }]) => ({
      name,
      items,
      seconds: (endedMs - beganMs) / 1000,
      busy: endedMs > beganMs ? workedMs / (endedMs - beganMs) : 1,
    }));
  }
}
