import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import {
  encodeSchema,
  layoutBatch,
  metadataLength,
  PREFIX_BYTES,
  readBatchHeader,
  type ArrowField,
  type BatchLayout,
  type BatchSize,
} from './arrow-messages.js';

/** What a log holds and where. */
export interface ArrowLogOptions {
  readonly folder: string;
  /** Begins the names of its files. */
  readonly name: string;
  readonly fields: readonly ArrowField[];
  /** Files with other metadata do not belong to it. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A record batch on disk. */
export interface StoredBatch {
  readonly layout: BatchLayout;
  readonly file: LogFile;
  /** Where its body begins in the file. */
  readonly bodyStart: number;
}

/** Longer metadata is none of ours. */
const MAX_METADATA_BYTES = 2 ** 16;

/**
 * Record batches in files that only grow, each in Arrow's streaming format.
 *
 * Every process writes to a file of its own, so that several can share a folder without a lock. A
 * batch counts when it is complete: what a crash cut off is not read.
 */
export class ArrowLog {
  readonly #options: ArrowLogOptions;
  readonly #schema: Uint8Array;
  readonly #files: LogFile[] = [];
  #writer: { readonly handle: FileHandle; readonly file: LogFile } | undefined;
  /** Where the next batch goes. */
  #end = 0;

  constructor(options: ArrowLogOptions) {
    this.#options = options;
    this.#schema = encodeSchema(options.fields, options.metadata);
  }

  /** All complete batches, older files first. */
  async *batches(): AsyncIterable<StoredBatch> {
    const { folder, name } = this.#options;
    const names = (await readdir(folder)).filter(
      (one) => one.startsWith(`${name}-`) && one.endsWith('.arrows'),
    );
    for (const one of names.sort()) {
      const file = new LogFile(join(folder, one));
      this.#files.push(file);
      yield* this.#batchesOf(file);
    }
  }

  /**
   * Appends a batch and waits until it is on disk. After a failure the log is as before.
   *
   * @param buffers the values, in the order of `layoutBatch`.
   */
  async append(size: BatchSize, buffers: readonly Uint8Array[]): Promise<StoredBatch> {
    const layout = layoutBatch(this.#options.fields, size);
    const { handle, file } = (this.#writer ??= await this.#create());
    try {
      if (this.#end === 0) {
        await writeAll(handle, this.#schema, 0);
        this.#end = this.#schema.length;
      }
      await this.#write(handle, { layout, buffers });
      await handle.datasync();
    } catch (error) {
      // A torn batch would be ignored, but its bytes may be what others lack on a full disk.
      await handle.truncate(this.#end).catch(() => undefined);
      throw error;
    }
    const bodyStart = this.#end + layout.header.length;
    this.#end = bodyStart + layout.bodyBytes;
    file.settle(this.#end);
    return { layout, file, bodyStart };
  }

  /** The last buffer, in which nearly all bytes are, is written as it is, the others as one. */
  async #write(
    handle: FileHandle,
    { layout, buffers }: { layout: BatchLayout; buffers: readonly Uint8Array[] },
  ): Promise<void> {
    const { header, bodyBytes } = layout;
    const last = layout.buffers.at(-1)!;
    const before = new Uint8Array(header.length + last.start);
    before.set(header);
    layout.buffers.slice(0, -1).forEach(({ start }, i) => {
      before.set(buffers[i]!, header.length + start);
    });
    const lastStart = this.#end + before.length;
    await writeAll(handle, before, this.#end);
    await writeAll(handle, buffers.at(-1)!, lastStart);
    const padding = new Uint8Array(bodyBytes - last.start - last.length);
    await writeAll(handle, padding, lastStart + last.length);
  }

  async close(): Promise<void> {
    await this.#writer?.handle.close();
    for (const file of this.#files) file.close();
  }

  async #create(): Promise<{ handle: FileHandle; file: LogFile }> {
    const { folder, name } = this.#options;
    // By time, so that newer batches are read later.
    const time = `${Date.now()}`.padStart(15, '0');
    const path = join(folder, `${name}-${time}-${randomBytes(4).toString('hex')}.arrows`);
    const handle = await open(path, 'wx');
    const file = new LogFile(path);
    this.#files.push(file);
    return { handle, file };
  }

  async *#batchesOf(file: LogFile): AsyncIterable<StoredBatch> {
    const handle = await open(file.path).catch(() => undefined);
    if (!handle) return;
    try {
      const { size } = await handle.stat();
      const schema = readAt(handle, { start: 0, length: this.#schema.length });
      if (!schema || Buffer.compare(schema, this.#schema) !== 0) return;
      for (let at = schema.length; ;) {
        const batch = this.#batchAt(handle, at);
        if (!batch || batch.bodyStart + batch.layout.bodyBytes > size) return;
        at = batch.bodyStart + batch.layout.bodyBytes;
        file.settle(at);
        yield { ...batch, file };
      }
    } finally {
      await handle.close();
    }
  }

  #batchAt(handle: FileHandle, at: number): Omit<StoredBatch, 'file'> | undefined {
    const prefix = readAt(handle, { start: at, length: PREFIX_BYTES });
    const length = prefix && metadataLength(prefix);
    if (length === undefined || length > MAX_METADATA_BYTES) return undefined;
    const header = readAt(handle, { start: at, length: PREFIX_BYTES + length });
    const layout = header && readBatchHeader(this.#options.fields, header);
    return layout && { layout, bodyStart: at + PREFIX_BYTES + length };
  }
}

/** Bytes that are read at once where one read follows another. */
const AHEAD_BYTES = 2 ** 18;

/** A file of a log, opened when it is first read. */
export class LogFile {
  readonly path: string;
  #descriptor: number | undefined;
  /** Up to where the file will not change. */
  #settledEnd = 0;
  /** Where bytes are read ahead; made once, because what is thrown away is not freed at once. */
  #buffer: Uint8Array<ArrayBuffer> | undefined;
  /** Bytes that were read ahead, and where they begin. */
  #ahead = new Uint8Array(0);
  #aheadStart = 0;
  /** Where the last read ended. */
  #end = -1;

  constructor(path: string) {
    this.path = path;
  }

  /** Says that what lies before `end` is complete. */
  settle(end: number): void {
    this.#settledEnd = end;
  }

  /** Fills `target` from a place in what is complete; false when it cannot. */
  read(target: Uint8Array, start: number): boolean {
    const follows = start === this.#end;
    this.#end = start + target.length;
    if (this.#takeAhead(target, start)) return true;
    try {
      this.#descriptor ??= openSync(this.path, 'r');
      if (follows) this.#readAhead(this.#descriptor, start);
      if (this.#takeAhead(target, start)) return true;
      return readSync(this.#descriptor, target, 0, target.length, start) === target.length;
    } catch {
      return false;
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #readAhead(descriptor: number, start: number): void {
    const length = Math.max(0, Math.min(AHEAD_BYTES, this.#settledEnd - start));
    this.#buffer ??= new Uint8Array(AHEAD_BYTES);
    this.#ahead = this.#buffer.subarray(0, readSync(descriptor, this.#buffer, 0, length, start));
    this.#aheadStart = start;
  }

  #takeAhead(target: Uint8Array, start: number): boolean {
    const from = start - this.#aheadStart;
    if (from < 0 || from + target.length > this.#ahead.length) return false;
    target.set(this.#ahead.subarray(from, from + target.length));
    return true;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const part = bytes.subarray(written);
    written += (await handle.write(part, 0, part.length, start + written)).bytesWritten;
  }
}

/** A few bytes come sooner than another thread could be asked for them. */
function readAt(
  { fd }: FileHandle,
  { start, length }: { start: number; length: number },
): Uint8Array | undefined {
  const bytes = new Uint8Array(length);
  return readSync(fd, bytes, 0, length, start) === length ? bytes : undefined;
}
