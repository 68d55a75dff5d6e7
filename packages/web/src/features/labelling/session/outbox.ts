import type { AnswerInput, Assignment } from '@alaas/client';

/** An answer that is not known to be on the server's disk. */
export interface KeptAnswer {
  /** Sent with it, so that it counts once however often it is sent. */
  readonly key: string;
  readonly assignment: Assignment;
  readonly answer: AnswerInput;
}

/** Where answers are kept: what a browser gives as `localStorage`. */
export type Keeper = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Answers of one person in one project that wait to be sent, oldest first. They outlive the page; each
 * has a place of its own, so that two windows do not undo what the other kept.
 */
export class Outbox {
  readonly #keeper: Keeper;
  readonly #prefix: string;
  #last = 0;

  constructor(keeper: Keeper, scope: { readonly user: string; readonly project: string }) {
    this.#keeper = keeper;
    this.#prefix = `alaas-answers/${encodeURIComponent(scope.user)}/${scope.project}/`;
  }

  get size(): number {
    return this.#places().length;
  }

  /** The oldest. */
  first(): KeptAnswer | undefined {
    return this.list()[0];
  }

  list(): KeptAnswer[] {
    return this.#places().flatMap((place) => {
      const text = this.#keeper.getItem(place);
      return text === null ? [] : [JSON.parse(text) as KeptAnswer];
    });
  }

  /** Keeps an answer given at a time (in ms); later ones come after it. */
  add(kept: KeptAnswer, atMs: number): void {
    this.#last = Math.max(atMs, this.#last + 1);
    const order = `${this.#last}`.padStart(16, '0');
    this.#keeper.setItem(`${this.#prefix}${order}-${kept.key}`, JSON.stringify(kept));
  }

  /** Whether it was still there. */
  remove(key: string): boolean {
    const place = this.#places().find((one) => one.endsWith(`-${key}`));
    if (place !== undefined) this.#keeper.removeItem(place);
    return place !== undefined;
  }

  #places(): string[] {
    const all = Array.from({ length: this.#keeper.length }, (_, i) => this.#keeper.key(i) ?? '');
    return all.filter((place) => place.startsWith(this.#prefix)).sort();
  }
}
