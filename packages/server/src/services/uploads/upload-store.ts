import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { AlaasError, type Upload, type UploadedFile } from '@alaas/contracts';

import type { Database } from '../../storage/database.js';
import type { KeyedPrincipal, Principal } from '../access/principal.js';
import { onceForKey } from '../idempotency.js';
import { durably } from '../projects/live-project.js';
import { forgetOwner, isUploadOf, keepOwner } from './upload-owner.js';
import { uploadFolder } from './upload-place.js';

/** A file that comes in. */
export interface IncomingFile {
  readonly name: string;
  readonly content: Readable;
}

/** What uploads work with. */
export interface UploadMeans {
  /** The data folder. */
  readonly home: string;
  /** Most bytes of one file. */
  readonly fileBytes: number;
  /** Where idempotency keys are kept. */
  readonly database: Database;
  readonly clock: () => Date;
}

/**
 * Where files are while they come in: in no upload, and on the disk of uploads, which may be another
 * than that of the data folder.
 */
const PARTS = join('uploads', '.coming-in');
const LONGEST_PART = 255;
/** Control characters, what Windows forbids, and names that begin or end in a way some system hides. */
const UNFIT = /[\u0000-\u001f\u007f<>:"|?*\\]|^\.|[. ]$/;

/**
 * Files that people send to be the pool of a project, in folders of the data folder. A file is there
 * as a whole, on disk, or not at all. To all but their maker and the owners of the installation,
 * they are as if they were not there.
 */
export class UploadStore {
  readonly #means: UploadMeans;
  readonly #home: string;

  constructor(means: UploadMeans) {
    this.#means = means;
    this.#home = means.home;
  }

  /** Begins one, empty. @throws AlaasError `IDEMPOTENCY_KEY_REUSED`. */
  async begin({ by, key }: KeyedPrincipal): Promise<Upload> {
    const { database, clock } = this.#means;
    const write = { actor: by.name, key, request: ['upload'], now: clock() };
    return durably(database, async (trx) =>
      onceForKey(trx, write, async () => {
        const id = randomUUID();
        await keepOwner({ home: this.#home, id }, by.user);
        await mkdir(uploadFolder(this.#home, id), { recursive: true });
        return { id, data: `upload:${id}`, files: 0, bytes: 0 };
      }),
    );
  }

  /** How much is there. Cost: a look at each file. @throws AlaasError `UPLOAD_UNKNOWN`. */
  async get(by: Principal, id: string): Promise<Upload> {
    const folder = await this.#folder(by, id);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    let files = 0;
    let bytes = 0;
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      files++;
      bytes += (await stat(join(entry.parentPath, entry.name))).size;
    }
    return { id, data: `upload:${id}`, files, bytes };
  }

  /**
   * Takes a file; one of the same name is replaced. It is on disk when this resolves.
   *
   * @throws AlaasError `UPLOAD_UNKNOWN`, `UPLOAD_NAME_INVALID`, `UPLOAD_WRITE_FAILED`,
   *   `HTTP_BODY_TOO_LARGE`.
   */
  async put(by: Principal, id: string, { name, content }: IncomingFile): Promise<UploadedFile> {
    const path = join(await this.#folder(by, id), ...fitName(name));
    const part = join(this.#home, PARTS, randomUUID());
    try {
      await mkdir(dirname(part), { recursive: true });
      const bytes = await this.#write(part, content);
      await mkdir(dirname(path), { recursive: true });
      await rename(part, path);
      return { name, bytes };
    } catch (thrown) {
      await rm(part, { force: true });
      throw writeFailed(name, thrown);
    }
  }

  /** Removes it with its files. @throws AlaasError `UPLOAD_UNKNOWN`. */
  async remove(by: Principal, id: string): Promise<void> {
    await rm(await this.#folder(by, id), { recursive: true });
    await forgetOwner({ home: this.#home, id });
  }

  async #folder(by: Principal, id: string): Promise<string> {
    const folder = uploadFolder(this.#home, id);
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() && isUploadOf({ home: this.#home, id }, by)) return folder;
    throw new AlaasError('UPLOAD_UNKNOWN', `There is no upload ${id}.`, {
      field: 'upload',
      value: id,
    });
  }

  async #write(part: string, content: Readable): Promise<number> {
    const file = await open(part, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
    let bytes = 0;
    try {
      for await (const chunk of content as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > this.#means.fileBytes) throw tooLarge(this.#means.fileBytes);
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return bytes;
  }
}

/** The parts of a name that no system takes for something else. */
function fitName(name: string): readonly string[] {
  const parts = name.split('/');
  const isFit = parts.every(
    (part) => part !== '' && !UNFIT.test(part) && Buffer.byteLength(part) <= LONGEST_PART,
  );
  if (isFit) return parts;
  throw new AlaasError('UPLOAD_NAME_INVALID', `A file cannot be named ${JSON.stringify(name)}.`, {
    field: 'name',
    value: name,
  });
}

function tooLarge(fileBytes: number): AlaasError {
  return new AlaasError('HTTP_BODY_TOO_LARGE', `A file may have ${fileBytes} bytes at most.`, {
    field: 'body',
    value: fileBytes,
  });
}

function writeFailed(name: string, thrown: unknown): AlaasError {
  if (thrown instanceof AlaasError) return thrown;
  const said = (thrown as Error).message;
  return new AlaasError('UPLOAD_WRITE_FAILED', `${name} could not be written: ${said}.`, {
    field: 'name',
    value: name,
    cause: thrown,
  });
}
