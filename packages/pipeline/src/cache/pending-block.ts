import { DIGEST_BYTES } from './digest-table.js';

/** Bytes of embeddings in a block. */
const BLOCK_BYTES = 4 * 2 ** 20;

/** An embedding with all that is kept of it. */
export interface EmbeddingRow {
  readonly digest: Uint8Array;
  readonly embedding: Float32Array;
  readonly seconds: number;
  readonly checksum: number;
}

/**
 * Embeddings that are not on disk yet, in columns as they are written. A block has a fixed size and
 * can be used again, so that a long run leaves no garbage; memory that it does not reach is not taken.
 */
export class PendingBlock {
  readonly #dimension: number;
  readonly #capacity: number;
  readonly #digests: Uint8Array;
  readonly #seconds: Float32Array;
  readonly #checksums: Uint32Array;
  readonly #vectors: Float32Array;
  #rows = 0;

  constructor(dimension: number) {
    this.#dimension = dimension;
    this.#capacity = Math.max(1, Math.floor(BLOCK_BYTES / (4 * dimension)));
    this.#digests = new Uint8Array(this.#capacity * DIGEST_BYTES);
    this.#seconds = new Float32Array(this.#capacity);
    this.#checksums = new Uint32Array(this.#capacity);
    this.#vectors = new Float32Array(this.#capacity * dimension);
  }

  get rows(): number {
    return this.#rows;
  }

  get isFull(): boolean {
    return this.#rows === this.#capacity;
  }

  /** Copies a row in; answers its index. The block must not be full. */
  add({ digest, embedding, seconds, checksum }: EmbeddingRow): number {
    const row = this.#rows++;
    this.#digests.set(digest, row * DIGEST_BYTES);
    this.#seconds[row] = seconds;
    this.#checksums[row] = checksum;
    this.#vectors.set(embedding, row * this.#dimension);
    return row;
  }

  /** An embedding, as a view. */
  embedding(row: number): Float32Array {
    return this.#vectors.subarray(row * this.#dimension, (row + 1) * this.#dimension);
  }

  /** Bytes of the columns: digests, seconds, checksums, embeddings; views. */
  columns(): readonly Uint8Array[] {
    const parts = [
      this.#digests.subarray(0, this.#rows * DIGEST_BYTES),
      this.#seconds.subarray(0, this.#rows),
      this.#checksums.subarray(0, this.#rows),
      this.#vectors.subarray(0, this.#rows * this.#dimension),
    ];
    return parts.map(({ buffer, byteOffset, byteLength }) => {
      return new Uint8Array(buffer, byteOffset, byteLength);
    });
  }

  /** Makes it empty. */
  clear(): void {
    this.#rows = 0;
  }
}
