import { AlaasError } from '@alaas/contracts';

import { tarSum } from '../jobs/tar.js';

/** A file of an archive. */
export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;
/** Bounds what is in memory; the writer's largest files are those of items, of 128 MiB at most. */
const MOST_BYTES = 192 * 2 ** 20;

/**
 * Reads the tar archives that `tarEntry` writes, one file in memory at a time. Nothing but plain files
 * is taken: no links, no folders, no extensions.
 *
 * @throws AlaasError `ARCHIVE_INVALID`, also where the end is missing.
 */
export async function* readTar(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile, void> {
  const bytes = new Bytes(pieces);
  for (;;) {
    const header = await bytes.take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const { name, size } = parsed(header);
    const content = await bytes.take(size);
    await bytes.take((BLOCK - (size % BLOCK)) % BLOCK);
    yield { name, content };
  }
}

/** The error of an archive that is not as it should be. */
export function archiveInvalid(what: string, cause?: unknown): AlaasError {
  const message = `The archive cannot be imported: ${what}.`;
  return new AlaasError('ARCHIVE_INVALID', message, { field: 'file', cause });
}

function parsed(header: Buffer): { readonly name: string; readonly size: number } {
  const text = (start: number, length: number) =>
    header.toString('latin1', start, start + length).replace(/\0.*$/s, '');
  const isFile = header.toString('latin1', 257, 262) === 'ustar' && text(156, 1) === '0';
  if (!isFile || Number.parseInt(text(148, 8), 8) !== tarSum(header)) {
    throw archiveInvalid('it is no tar archive of plain files');
  }
  const name = text(345, 155) === '' ? text(0, 100) : '';
  const size = Number.parseInt(text(124, 12), 8);
  if (!(size <= MOST_BYTES)) throw archiveInvalid(`${name} is too large`);
  return { name, size };
}

/** Bytes that are taken in pieces of any size. */
class Bytes {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #waiting: Uint8Array[] = [];
  #count = 0;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Buffer> {
    while (this.#count < count) {
      const next = await this.#pieces.next();
      if (next.done) throw archiveInvalid('it is cut off');
      this.#waiting.push(next.value);
      this.#count += next.value.length;
    }
    const [only, ...others] = this.#waiting;
    const all = only && others.length === 0 ? viewOf(only) : Buffer.concat(this.#waiting);
    this.#waiting = [all.subarray(count)];
    this.#count -= count;
    return all.subarray(0, count);
  }
}

/** The same bytes, not copied: a piece may hold many small files. */
function viewOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
