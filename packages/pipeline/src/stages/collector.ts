import type { CodedError } from '@alaas/core';

import { foreseeMemory } from '../memory/foresee-memory.js';
import type { ItemRef } from '../sources/source.js';
import type { EmbeddedItem, EmbeddedPool, QuarantinedItem } from './embedded-pool.js';
import { EmbeddingRows } from './embedding-rows.js';
import { checkQuarantine } from './check-quarantine.js';

/** Brings what the stages find out, in any order, into the order of the source. */
export class Collector {
  readonly #maxQuarantinedShare: number;
  readonly #rows: EmbeddingRows;
  readonly #names: Pick<ItemRef, 'id' | 'label'>[] = [];
  readonly #digests: (string | undefined)[] = [];
  /** First item of each content. */
  readonly #firsts = new Map<string, number>();
  readonly #refusals = new Map<number, CodedError>();
  #isListed = false;
  #done = 0;

  constructor(options: { dimension: number; maxQuarantinedShare: number }) {
    this.#maxQuarantinedShare = options.maxQuarantinedShare;
    this.#rows = new EmbeddingRows(options.dimension);
  }

  /** Items that are embedded or refused, duplicates with them. */
  get done(): number {
    return this.#done;
  }

  /** Known when the source is listed. */
  get total(): number | undefined {
    return this.#isListed ? this.#names.length : undefined;
  }

  get quarantined(): number {
    return this.#refusals.size;
  }

  /** Adds the next item of the source; answers its index. */
  add({ id, label }: ItemRef): number {
    this.#digests.push(undefined);
    return this.#names.push(label === undefined ? { id } : { id, label }) - 1;
  }

  /**
   * Says that the source is listed.
   *
   * @throws CodedError `MEMORY_TOO_SMALL` when so many items would not fit into memory,
   *   `QUARANTINE_EXCEEDED` when too many were refused.
   */
  listed(): void {
    this.#isListed = true;
    const items = this.#names.length;
    foreseeMemory({ bytes: this.#rows.bytesOf(items), items, field: 'data' });
    this.#rows.expect(items);
    this.#checkShare();
  }

  /** Whether another item of this content came before; then `index` shares its fate. */
  joins(index: number, contentDigest: string): boolean {
    if (!this.#firsts.has(contentDigest)) return false;
    this.#digests[index] = contentDigest;
    this.#done++;
    return true;
  }

  /** Makes an item the first of its content; it is embedded or refused later. */
  claim(index: number, contentDigest: string): void {
    this.#firsts.set(contentDigest, index);
    this.#digests[index] = contentDigest;
  }

  /** Where the embedding of an item goes; a view that is valid until the next call. */
  row(index: number): Float32Array {
    return this.#rows.at(index);
  }

  /** Says that the row of an item is filled. */
  embedded(): void {
    this.#done++;
  }

  /** @throws CodedError `QUARANTINE_EXCEEDED` when too many items were refused. */
  refuse(index: number, error: CodedError): void {
    this.#refusals.set(index, error);
    this.#done++;
    this.#checkShare();
  }

  /** @throws CodedError `QUARANTINE_EXCEEDED` when too many items were refused. */
  result(): Pick<EmbeddedPool, 'items' | 'embeddings' | 'quarantined'> {
    this.#shareFates();
    this.#checkShare();
    const items: EmbeddedItem[] = [];
    const quarantined: QuarantinedItem[] = [];
    const usable: number[] = [];
    this.#names.forEach((name, index) => {
      const refusal = this.#refusals.get(index);
      if (refusal) {
        quarantined.push({ item: name.id, code: refusal.code, reason: refusal.message });
        return;
      }
      items.push({ ...name, contentDigest: this.#digests[index]! });
      usable.push(index);
    });
    return { items, embeddings: this.#rows.take(usable), quarantined };
  }

  /** Duplicates get the row, or the refusal, of the first of their content. */
  #shareFates(): void {
    this.#digests.forEach((digest, index) => {
      const first = digest === undefined ? index : this.#firsts.get(digest)!;
      if (first === index) return;
      const refusal = this.#refusals.get(first);
      if (refusal) this.#refusals.set(index, refusal);
      else this.#rows.copy(first, index);
    });
  }

  #checkShare(): void {
    const total = this.total;
    const maxShare = this.#maxQuarantinedShare;
    // It is asked after every refusal: the list of them is made once, if at all.
    if (total === undefined || this.quarantined <= maxShare * total) return;
    const refusals = [...this.#refusals].map(([index, { code, message }]) => ({
      item: this.#names[index]!.id,
      code,
      reason: message,
    }));
    checkQuarantine(refusals, { maxShare, total });
  }
}
