/** Memory for the numbers of one run after the other: fresh memory costs a third of filling it. */
export class FeedBuffer {
  #values = new Float32Array(0);

  /** So many numbers, which hold whatever the last run left; valid until the next call. */
  take(length: number): Float32Array {
    if (this.#values.length < length) this.#values = new Float32Array(length);
    return this.#values.subarray(0, length);
  }
}
