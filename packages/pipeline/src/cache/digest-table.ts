import { GrowingArray } from './growing-array.js';

/** Bytes of a key. */
export const DIGEST_BYTES = 32;
const FREE = -1;
/** Slots per key at least, so that searches stay short. */
const SLOTS_PER_KEY = 1.5;

/** SHA-256 digests → numbers 0, 1, 2, … in the order of adding; about 45 bytes each. */
export class DigestTable {
  readonly #keys = new GrowingArray(Uint8Array, DIGEST_BYTES);
  #slots = new Int32Array(1024).fill(FREE);

  get size(): number {
    return this.#keys.length;
  }

  /** Number of a digest, or undefined. */
  find(digest: Uint8Array): number | undefined {
    const index = this.#slots[this.#slotOf(digest)]!;
    return index === FREE ? undefined : index;
  }

  /** Number of a digest, a new one if it was not there. */
  add(digest: Uint8Array): number {
    const slot = this.#slotOf(digest);
    if (this.#slots[slot] !== FREE) return this.#slots[slot]!;
    const index = this.#keys.push(digest);
    this.#slots[slot] = index;
    if (this.#keys.length * SLOTS_PER_KEY > this.#slots.length) this.#enlarge();
    return index;
  }

  /** A digest by its number, as a view. */
  at(index: number): Uint8Array {
    return this.#keys.at(index);
  }

  #enlarge(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(FREE);
    for (let index = 0; index < this.#keys.length; index++) {
      this.#slots[this.#slotOf(this.#keys.at(index))] = index;
    }
  }

  /** Where a digest is, or would go. Digests are random already: their first bytes are the hash. */
  #slotOf(digest: Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = (digest[0]! | (digest[1]! << 8) | (digest[2]! << 16) | (digest[3]! << 24)) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot]!;
      if (index === FREE || equal(this.#keys.at(index), digest)) return slot;
    }
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < DIGEST_BYTES; i++) if (a[i] !== b[i]) return false;
  return true;
}
