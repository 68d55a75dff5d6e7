import { createHash } from 'node:crypto';

import type { JobFile } from '../jobs/job-file.js';
import { tarEnd, tarEntry } from '../jobs/tar.js';
import { CHECKSUMS_FILE } from './archive-layout.js';

/** Writes the files of an archive, and at its end what each of them must be. */
export class ArchiveWriter {
  readonly #file: JobFile;
  readonly #checksums: Record<string, string> = {};

  constructor(file: JobFile) {
    this.#file = file;
  }

  async add(name: string, content: Uint8Array | string): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.#checksums[name] = createHash('sha256').update(bytes).digest('hex');
    await this.#entry(name, bytes);
  }

  async end(): Promise<void> {
    await this.#entry(CHECKSUMS_FILE, Buffer.from(JSON.stringify(this.#checksums, null, 1)));
    await this.#file.write(tarEnd());
  }

  async #entry(name: string, bytes: Uint8Array): Promise<void> {
    for (const piece of tarEntry(name, bytes)) await this.#file.write(piece);
  }
}
