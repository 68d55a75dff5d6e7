import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { Validators } from '../sources/source.js';
import { ArrowLog, type StoredBatch } from './arrow/arrow-log.js';
import type { ArrowField } from './arrow/arrow-messages.js';
import { DIGEST_BYTES, DigestTable } from './digest-table.js';
import type { LocatedContent } from './embedding-cache.js';
import { GrowingArray } from './growing-array.js';

interface LocationRow {
  /** SHA-256 of the location's text: addresses may carry secrets. */
  readonly location: Uint8Array;
  readonly content: Uint8Array;
  /** JSON of the validators. */
  readonly validators: Uint8Array;
}

const FIELDS: readonly ArrowField[] = [
  { name: 'location', type: { kind: 'bytes', width: DIGEST_BYTES } },
  { name: 'content', type: { kind: 'bytes', width: DIGEST_BYTES } },
  { name: 'checksum', type: { kind: 'uint32' } },
  { name: 'validators', type: { kind: 'text' } },
];

/**
 * What was last seen at each location; all of it lies in memory, about 200 bytes each. The checksum
 * of a row is the CRC-32 of the others in their order.
 */
export class LocationStore {
  readonly #log: ArrowLog;
  readonly #table = new DigestTable();
  readonly #contents = new GrowingArray(Uint8Array, DIGEST_BYTES);
  /** Where the validators of a location lie in `texts`: start and length. */
  readonly #extents = new GrowingArray(Uint32Array, 2);
  readonly #texts = new GrowingArray(Uint8Array, 1);
  #unwritten: LocationRow[] = [];

  private constructor(log: ArrowLog) {
    this.#log = log;
  }

  static async open(
    folder: string,
    metadata: Readonly<Record<string, string>>,
  ): Promise<LocationStore> {
    const log = new ArrowLog({ folder, name: 'locations', fields: FIELDS, metadata });
    const store = new LocationStore(log);
    for await (const batch of log.batches()) store.#index(batch);
    return store;
  }

  located(location: string): LocatedContent | undefined {
    const index = this.#table.find(keyOf(location));
    if (index === undefined) return undefined;
    const validators = Buffer.from(this.#validators(index)).toString('utf8');
    return {
      contentDigest: Buffer.from(this.#contents.at(index)).toString('hex'),
      validators: JSON.parse(validators) as Validators,
    };
  }

  locate(location: string, { contentDigest, validators }: LocatedContent): void {
    const row: LocationRow = {
      location: keyOf(location),
      content: Buffer.from(contentDigest, 'hex'),
      validators: Buffer.from(JSON.stringify(validators)),
    };
    if (this.#holds(row)) return;
    this.#remember(row);
    this.#unwritten.push(row);
  }

  /** Puts on disk what was located until now. */
  async flush(): Promise<void> {
    const rows = this.#unwritten;
    if (rows.length === 0) return;
    this.#unwritten = [];
    try {
      await this.#append(rows);
    } catch (error) {
      this.#unwritten = [...rows, ...this.#unwritten];
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#log.close();
  }

  #holds({ location, content, validators }: LocationRow): boolean {
    const index = this.#table.find(location);
    if (index === undefined || Buffer.compare(this.#contents.at(index), content) !== 0) {
      return false;
    }
    return Buffer.compare(this.#validators(index), validators) === 0;
  }

  #remember({ location, content, validators }: LocationRow): void {
    const index = this.#table.add(location);
    this.#contents.set(index, content);
    this.#extents.set(index, [this.#texts.push(validators), validators.length]);
  }

  #validators(index: number): Uint8Array {
    const [start, length] = this.#extents.at(index);
    return this.#texts.at(start!, length);
  }

  async #append(rows: readonly LocationRow[]): Promise<void> {
    const offsets = new Int32Array(rows.length + 1);
    rows.forEach(({ validators }, i) => (offsets[i + 1] = offsets[i]! + validators.length));
    const checksums = Uint32Array.from(rows, sum);
    await this.#log.append({ rows: rows.length, textBytes: offsets[rows.length]! }, [
      Buffer.concat(rows.map(({ location }) => location)),
      Buffer.concat(rows.map(({ content }) => content)),
      new Uint8Array(checksums.buffer),
      new Uint8Array(offsets.buffer),
      Buffer.concat(rows.map(({ validators }) => validators)),
    ]);
  }

  #index({ layout, file, bodyStart }: StoredBatch): void {
    const body = new Uint8Array(layout.bodyBytes);
    if (!file.read(body, bodyStart)) return;
    const [locations, contents, checksums, offsets, texts] = layout.buffers.map(
      ({ start, length }) => body.subarray(start, start + length),
    ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const numbers = new DataView(body.buffer);
    for (let i = 0; i < layout.rows; i++) {
      const textStart = numbers.getInt32(offsets.byteOffset + 4 * i, true);
      const textEnd = numbers.getInt32(offsets.byteOffset + 4 * i + 4, true);
      const row: LocationRow = {
        location: locations.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES),
        content: contents.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES),
        validators: texts.subarray(textStart, textEnd),
      };
      const checksum = numbers.getUint32(checksums.byteOffset + 4 * i, true);
      // A damaged row costs a fetch, nothing more.
      if (sum(row) === checksum) this.#remember(row);
    }
  }
}

function keyOf(location: string): Uint8Array {
  return hash('sha256', location, 'buffer');
}

function sum({ location, content, validators }: LocationRow): number {
  return crc32(validators, crc32(content, crc32(location)));
}
