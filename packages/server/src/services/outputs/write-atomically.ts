import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { AlaasError } from '@alaas/contracts';

/** What a file is written from. */
export type FileContent = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file so that its path always holds either the old content or the whole new one: into a
 * new file beside it, flushed to disk, then renamed. Missing folders are made.
 *
 * @throws AlaasError `OUTPUT_WRITE_FAILED`; then nothing of the new content is left behind.
 */
export async function writeAtomically(path: string, content: FileContent): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFlushed(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    // When even that fails there was no file: the first reason is the one to tell.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailure(path, error);
  }
}

/** A new name in the same folder, so that a rename is atomic. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${randomUUID()}.tmp`);
}

/** The error for a file that could not be written; other coded errors stay what they are. */
export function writeFailure(path: string, error: unknown): AlaasError {
  const cause = error as NodeJS.ErrnoException;
  if (typeof cause?.syscall !== 'string') return AlaasError.from(error);
  return new AlaasError('OUTPUT_WRITE_FAILED', `${path} could not be written: ${cause.message}.`, {
    field: 'output',
    value: path,
    cause: error,
  });
}

/** Writes a file that does not exist yet and waits until it is on disk. */
export async function writeFlushed(path: string, content: FileContent): Promise<void> {
  const file = await open(path, 'wx');
  try {
    const chunks =
      typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}
