/** How the size of runs is found. */
export interface RunSizeOptions {
  /** Items of every run; nothing is tried then. */
  readonly fixed?: number | undefined;
  /** Largest size that is tried. */
  readonly largest: number;
}

/** Longest run that is planned: a run cannot be interrupted. */
const RUN_TARGET_MS = 100;
/** Runs of a size that are timed; the fastest counts, because others are held up by other work. */
const TRIALS = 3;
/** A larger run must take at most this share of the time per item, or its memory is not worth it. */
const WORTHWHILE = 0.98;
/** Sizes that take so many times as long per item as the best end the search. */
const CLEARLY_SLOWER = 1.1;

/**
 * Finds out how many items one run of a model takes best, on real items: sizes 1, 2, 4, … are timed
 * on the first of them, so that the search costs no more than that some runs are not of the best size.
 */
export class RunSize {
  readonly #fixed: number | undefined;
  readonly #largest: number;
  #chosen: number | undefined;
  #size = 1;
  /** The first run of a session prepares it and says little. */
  #trialsLeft = TRIALS + 1;
  #trialMs = Infinity;
  #best = { size: 1, ms: Infinity };
  #msPerUnit: number | undefined;

  constructor({ fixed, largest }: RunSizeOptions) {
    this.#fixed = fixed;
    this.#largest = largest;
  }

  /** The size that is fixed or was found; undefined while sizes are tried. */
  get chosen(): number | undefined {
    return this.#fixed ?? this.#chosen;
  }

  /** Takes over what another session found. */
  adopt(size: number): void {
    this.#chosen ??= size;
  }

  /**
   * Items of the next run, at least 1.
   *
   * @param items that are left.
   * @param unitsOf cost of a run of so many of them, in images or in tokens with padding.
   */
  next(items: number, unitsOf: (count: number) => number): number {
    if (this.#fixed !== undefined) return Math.min(items, this.#fixed);
    const wanted = Math.min(items, this.#chosen ?? this.#size);
    const msPerUnit = this.#msPerUnit ?? Infinity;
    let count = wanted;
    while (count > 1 && unitsOf(count) * msPerUnit > RUN_TARGET_MS) count--;
    // A size that takes too long is not tried.
    if (count < wanted) this.#chosen ??= this.#best.size;
    return count;
  }

  /** Tells how long a run took. */
  ran(items: number, units: number, ms: number): void {
    this.#msPerUnit = ms / units;
    if (this.chosen !== undefined || items !== this.#size) return;
    this.#trialsLeft--;
    if (this.#trialsLeft < TRIALS) this.#trialMs = Math.min(this.#trialMs, ms / units);
    if (this.#trialsLeft === 0) this.#judge(ms);
  }

  #judge(runMs: number): void {
    if (this.#trialMs < WORTHWHILE * this.#best.ms) {
      this.#best = { size: this.#size, ms: this.#trialMs };
    }
    const slower = this.#trialMs > CLEARLY_SLOWER * this.#best.ms;
    const next = 2 * this.#size;
    if (slower || next > this.#largest || 2 * runMs > RUN_TARGET_MS) {
      this.#chosen = this.#best.size;
      return;
    }
    this.#size = next;
    this.#trialsLeft = TRIALS;
    this.#trialMs = Infinity;
  }
}
