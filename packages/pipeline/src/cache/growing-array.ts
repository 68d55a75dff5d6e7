type Numbers = Uint8Array | Uint32Array | Float32Array;

/** Rows of numbers of one type, without an object per row. */
export class GrowingArray<T extends Numbers> {
  readonly #make: new (length: number) => T;
  readonly #width: number;
  #data: T;
  #length = 0;

  /** @param width numbers in a row. */
  constructor(make: new (length: number) => T, width: number) {
    this.#make = make;
    this.#width = width;
    this.#data = new make(64 * width);
  }

  /** Rows. */
  get length(): number {
    return this.#length;
  }

  /** Adds rows that lie one after the other; answers the index of the first. */
  push(rows: ArrayLike<number>): number {
    const index = this.#length;
    this.set(index, rows);
    return index;
  }

  /** Replaces rows from `index` on, which is at most the length; what goes beyond it is added. */
  set(index: number, rows: ArrayLike<number>): void {
    const end = index * this.#width + rows.length;
    if (end > this.#data.length) {
      const grown = new this.#make(Math.max(end, 2 * this.#data.length));
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data.set(rows, index * this.#width);
    this.#length = Math.max(this.#length, end / this.#width);
  }

  /** Rows as a view that is valid until rows are added. */
  at(index: number, rows = 1): T {
    return this.#data.subarray(index * this.#width, (index + rows) * this.#width) as T;
  }
}
