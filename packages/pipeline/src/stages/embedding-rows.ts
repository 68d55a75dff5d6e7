import { matrix, type Matrix } from '@alaas/core';

import { releaseMemory } from './release-memory.js';

/** Rows to begin with when it is not known how many come. */
const FIRST_ROWS = 256;

/**
 * Rows of numbers that come in any order, and how many is learnt late.
 *
 * A large array takes memory only where it was written to, so that growing costs the rows which are
 * there already, and a known number of rows costs nothing before they come.
 */
export class EmbeddingRows {
  readonly #cols: number;
  #data = new Float32Array(0);
  #total: number | undefined;

  constructor(cols: number) {
    this.#cols = cols;
  }

  /** Bytes of so many rows. */
  bytesOf(rows: number): number {
    return rows * this.#cols * Float32Array.BYTES_PER_ELEMENT;
  }

  /** Says how many rows come, so that the array is made for exactly them. */
  expect(rows: number): void {
    this.#total = rows;
  }

  /** Row `index`, zeros at first, as a view that is valid until the next call. */
  at(index: number): Float32Array {
    this.#makeRoom(index + 1);
    return this.#data.subarray(index * this.#cols, (index + 1) * this.#cols);
  }

  /** Copies a row over another. */
  copy(from: number, to: number): void {
    this.#makeRoom(Math.max(from, to) + 1);
    this.#data.copyWithin(to * this.#cols, from * this.#cols, (from + 1) * this.#cols);
  }

  /**
   * The rows of the given ascending indices as one matrix. Rows move to the front in place, without
   * a copy of the whole; nothing else may be called afterwards.
   */
  take(indices: readonly number[]): Matrix {
    this.#makeRoom(indices.length);
    const cols = this.#cols;
    indices.forEach((from, to) => {
      if (from !== to) this.#data.copyWithin(to * cols, from * cols, (from + 1) * cols);
    });
    const size = indices.length * cols;
    const fits = this.#data.length === size;
    return matrix(indices.length, cols, fits ? this.#data : this.#data.subarray(0, size));
  }

  #makeRoom(rows: number): void {
    if (rows * this.#cols <= this.#data.length) return;
    const held = this.#data.length / this.#cols;
    const wanted = Math.max(rows, this.#total ?? Math.max(FIRST_ROWS, 2 * held));
    const grown = new Float32Array(wanted * this.#cols);
    grown.set(this.#data);
    releaseMemory(this.#data.buffer);
    this.#data = grown;
  }
}
