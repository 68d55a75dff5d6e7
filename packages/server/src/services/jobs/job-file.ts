import type { Sql } from '../projects/live-project.js';

/** Bytes of one row: bounds what is in memory at a time. */
const PART_BYTES = 4 * 2 ** 20;

/** Writes the file of a job into the database, piece by piece, where every server can read it. */
export class JobFile {
  readonly #db: Sql;
  readonly #job: string;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #parts = 0;
  #bytes = 0;

  private constructor(db: Sql, job: string) {
    this.#db = db;
    this.#job = job;
  }

  /** Begins a file anew: what an earlier try left goes. */
  static async begin(db: Sql, job: string): Promise<JobFile> {
    await db.deleteFrom('job_files').where('job', '=', job).execute();
    return new JobFile(db, job);
  }

  async write(content: Uint8Array | string): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    for (let start = 0; start < bytes.length; start += PART_BYTES) {
      const piece = bytes.subarray(start, start + PART_BYTES);
      this.#waiting.push(piece);
      this.#waitingBytes += piece.length;
      if (this.#waitingBytes >= PART_BYTES) await this.#flush();
    }
  }

  /** @returns the size of the file in bytes. */
  async end(): Promise<number> {
    await this.#flush();
    return this.#bytes;
  }

  async #flush(): Promise<void> {
    if (this.#waitingBytes === 0) return;
    const bytes = Buffer.concat(this.#waiting);
    await this.#db
      .insertInto('job_files')
      .values({ job: this.#job, part: this.#parts, bytes })
      .execute();
    this.#parts += 1;
    this.#bytes += bytes.length;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

/** Reads a file back, one part in memory at a time. */
export async function* readJobFile(db: Sql, job: string): AsyncGenerator<Uint8Array, void> {
  for (let part = 0; ; part++) {
    const row = await db
      .selectFrom('job_files')
      .select('bytes')
      .where('job', '=', job)
      .where('part', '=', part)
      .executeTakeFirst();
    if (row === undefined) return;
    yield row.bytes;
  }
}
