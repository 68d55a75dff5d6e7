import { crc32 } from 'node:zlib';

import { ArrowLog, type LogFile, type StoredBatch } from './arrow/arrow-log.js';
import type { ArrowField } from './arrow/arrow-messages.js';
import { DIGEST_BYTES, DigestTable } from './digest-table.js';
import { GrowingArray } from './growing-array.js';
import { PendingBlock, type EmbeddingRow } from './pending-block.js';

/** Rows that were, or will be, written together. */
type Block =
  | { readonly kind: 'pending'; readonly pending: PendingBlock }
  | { readonly kind: 'stored'; readonly file: LogFile; readonly vectorsStart: number };

/** Number of the block of an embedding that turned out to be damaged. */
const DAMAGED = 2 ** 32 - 1;

/** Where an embedding lies: block, row in the block, checksum. */
const PLACE_WIDTH = 3;

function fieldsFor(dimension: number): readonly ArrowField[] {
  return [
    { name: 'content', type: { kind: 'bytes', width: DIGEST_BYTES } },
    { name: 'seconds', type: { kind: 'float32' } },
    { name: 'checksum', type: { kind: 'uint32' } },
    { name: 'embedding', type: { kind: 'vector', dimension } },
  ];
}

/**
 * Embeddings by the digest of their content. In memory lie about 65 bytes for each, the numbers
 * themselves stay on disk. The checksum of a row is the CRC-32 of its digest and its numbers.
 */
export class EmbeddingStore {
  readonly #dimension: number;
  readonly #log: ArrowLog;
  readonly #table = new DigestTable();
  readonly #places = new GrowingArray(Uint32Array, PLACE_WIDTH);
  readonly #seconds = new GrowingArray(Float32Array, 1);
  readonly #blocks: Block[] = [];
  /** Blocks that are in memory only, oldest first. */
  readonly #unwritten: number[] = [];
  /** The block that rows are added to. */
  #open: { readonly id: number; readonly pending: PendingBlock } | undefined;
  /** A block that was written and may be used again. */
  #spare: PendingBlock | undefined;

  private constructor(log: ArrowLog, dimension: number) {
    this.#log = log;
    this.#dimension = dimension;
  }

  static async open(
    folder: string,
    { dimension, metadata }: { dimension: number; metadata: Readonly<Record<string, string>> },
  ): Promise<EmbeddingStore> {
    const log = new ArrowLog({
      folder,
      name: 'embeddings',
      fields: fieldsFor(dimension),
      metadata,
    });
    const store = new EmbeddingStore(log, dimension);
    for await (const batch of log.batches()) store.#index(batch);
    return store;
  }

  has(digest: Uint8Array): boolean {
    const index = this.#table.find(digest);
    return index !== undefined && this.#places.at(index)[0] !== DAMAGED;
  }

  /** Copies an embedding; answers the seconds that it took. A damaged one is forgotten. */
  read(digest: Uint8Array, target: Float32Array): number | undefined {
    const index = this.#table.find(digest);
    if (index === undefined) return undefined;
    const [block, row, checksum] = this.#places.at(index);
    if (block === DAMAGED) return undefined;
    if (!this.#fill(target, { block: block!, row: row! }) || checksum !== sum(digest, target)) {
      this.#places.set(index, [DAMAGED, 0, 0]);
      return undefined;
    }
    return this.#seconds.at(index)[0];
  }

  write(digest: Uint8Array, embedding: Float32Array, seconds: number): void {
    if (this.has(digest)) return;
    if (this.#open?.pending.isFull !== false) this.#open = this.#newBlock();
    const row = { digest, embedding, seconds, checksum: sum(digest, embedding) };
    this.#place(row, { block: this.#open.id, row: this.#open.pending.add(row) });
  }

  /** Puts on disk what was written until now. */
  async flush(): Promise<void> {
    // Rows that come from now on go to another block, which is not touched here.
    this.#open = undefined;
    for (const id of [...this.#unwritten]) {
      const block = this.#blocks[id]!;
      if (block.kind === 'pending') await this.#store(id, block.pending);
      this.#unwritten.shift();
    }
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #newBlock(): { id: number; pending: PendingBlock } {
    const pending = this.#spare ?? new PendingBlock(this.#dimension);
    this.#spare = undefined;
    const id = this.#blocks.push({ kind: 'pending', pending }) - 1;
    this.#unwritten.push(id);
    return { id, pending };
  }

  async #store(id: number, pending: PendingBlock): Promise<void> {
    const size = { rows: pending.rows, textBytes: 0 };
    this.#blocks[id] = stored(await this.#log.append(size, pending.columns()));
    pending.clear();
    this.#spare = pending;
  }

  #index(batch: StoredBatch): void {
    const { layout, file, bodyStart } = batch;
    const [digests, seconds, checksums] = layout.buffers;
    // Everything but the vectors, which come last.
    const head = new Uint8Array(layout.buffers[3]!.start);
    if (!file.read(head, bodyStart)) return;
    const view = new DataView(head.buffer);
    const block = this.#blocks.push(stored(batch)) - 1;
    for (let row = 0; row < layout.rows; row++) {
      const start = digests!.start + row * DIGEST_BYTES;
      this.#place(
        {
          digest: head.subarray(start, start + DIGEST_BYTES),
          seconds: view.getFloat32(seconds!.start + 4 * row, true),
          checksum: view.getUint32(checksums!.start + 4 * row, true),
        },
        { block, row },
      );
    }
  }

  #place(
    { digest, seconds, checksum }: Omit<EmbeddingRow, 'embedding'>,
    { block, row }: { block: number; row: number },
  ): void {
    const index = this.#table.add(digest);
    this.#places.set(index, [block, row, checksum]);
    this.#seconds.set(index, [seconds]);
  }

  #fill(target: Float32Array, place: { block: number; row: number }): boolean {
    const block = this.#blocks[place.block]!;
    if (block.kind === 'stored') {
      const start = block.vectorsStart + 4 * this.#dimension * place.row;
      return block.file.read(bytesOf(target), start);
    }
    target.set(block.pending.embedding(place.row));
    return true;
  }
}

function stored({ file, bodyStart, layout }: StoredBatch): Block {
  return { kind: 'stored', file, vectorsStart: bodyStart + layout.buffers[3]!.start };
}

function sum(digest: Uint8Array, embedding: Float32Array): number {
  return crc32(bytesOf(embedding), crc32(digest));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
