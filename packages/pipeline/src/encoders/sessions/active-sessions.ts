/** A batch that a session has encoded. */
export interface WorkedBatch {
  readonly items: number;
  readonly startedMs: number;
  readonly endedMs: number;
}

/** Batches per session that a speed is measured on. */
const BATCHES = 2;
/** Share of the time so far that trying fewer sessions may take. */
const TRIAL_SHARE = 0.02;
/** Half as many sessions must be so many times as fast: then all are in each other's way. */
const CLEARLY_FASTER = 1.1;

/**
 * Finds out whether half of the sessions are faster together than all, as where cores share their
 * arithmetic or memory is the limit. It is tried once, when the time for it is a small share of the
 * work so far; a short run has all sessions at work.
 */
export class ActiveSessions {
  readonly #all: number;
  #state: 'measuring' | 'trying' | 'settled';
  #limit: number;
  /** Items per millisecond of all sessions together. */
  #speedOfAll = 0;
  #firstMs: number | undefined;
  /** Batches that began earlier belong to another number of sessions. */
  #sinceMs = 0;
  /** Since a speed was last measured. */
  #batches: WorkedBatch[] = [];

  constructor(sessions: number) {
    this.#all = sessions;
    this.#limit = sessions;
    this.#state = sessions > 1 ? 'measuring' : 'settled';
  }

  /** Sessions that may work at once. */
  get limit(): number {
    return this.#limit;
  }

  /** Tells of a batch that is done. */
  worked(batch: WorkedBatch): void {
    this.#firstMs ??= batch.startedMs;
    if (this.#state === 'settled' || batch.startedMs < this.#sinceMs) return;
    this.#batches.push(batch);
    if (this.#batches.length < BATCHES * this.#limit) return;
    const ms = this.#batches.reduce((sum, one) => sum + one.endedMs - one.startedMs, 0);
    const speed = (this.#limit * this.#batches.reduce((sum, one) => sum + one.items, 0)) / ms;
    if (this.#state === 'trying') this.#judge(speed);
    else {
      this.#speedOfAll = speed;
      const trialMs = (BATCHES * ms) / this.#batches.length;
      if (trialMs <= TRIAL_SHARE * (batch.endedMs - this.#firstMs)) this.#try(batch.endedMs);
    }
    this.#batches = [];
  }

  #try(nowMs: number): void {
    this.#state = 'trying';
    this.#limit = Math.ceil(this.#all / 2);
    this.#sinceMs = nowMs;
  }

  #judge(speed: number): void {
    this.#state = 'settled';
    if (speed <= CLEARLY_FASTER * this.#speedOfAll) this.#limit = this.#all;
  }
}
