import { constants } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { CodedError, throwIfCancelled } from '@alaas/core';

import { isInside } from '../inside-folder.js';
import type { Fetched, Location, Validators } from '../source.js';
import type { FileStatus } from './file-status.js';

type FileLocation = Extract<Location, { kind: 'file' }>;

/** Bounds of reading files. */
export interface FileBounds {
  /** Real paths of folders; each file must lie in one of them. Any place when absent. */
  readonly roots: readonly string[] | undefined;
  readonly maxItemBytes: number;
  readonly status: FileStatus;
}

/** Pipes do not block the opening thread. Not there on Windows. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file, or sees from its size and times that it is unchanged.
 *
 * Whether it lies inside is asked of the file that was opened, not of its name beforehand: a link
 * that is changed in between leads nowhere else.
 *
 * @throws CodedError `ITEM_NOT_FOUND`, `ITEM_NOT_READABLE`, `ITEM_OUTSIDE_ROOT`, `ITEM_TOO_LARGE`,
 *   `CANCELLED`.
 */
export async function readItemFile(
  location: FileLocation,
  bounds: FileBounds,
  { known, signal }: { known: Validators | undefined; signal: AbortSignal | undefined },
): Promise<Fetched> {
  throwIfCancelled(signal);
  try {
    if (known?.kind === 'file' && holds(known, await bounds.status.of(location.path))) {
      return { kind: 'unchanged' };
    }
    await using handle = await open(location.path, FLAGS);
    const status = await handle.stat();
    check(status, location, bounds);
    await checkInside(status, location, bounds);
    const bytes = await readWhole(handle, { size: status.size, signal });
    const { size, mtimeMs, ctimeMs } = status;
    return { kind: 'content', bytes, validators: { kind: 'file', size, mtimeMs, ctimeMs } };
  } catch (error) {
    throw refusal(location.path, error);
  }
}

/** Whether a file is seen, without waiting for a slow disk, to be what the validators say. */
export function isUnchangedFile(
  { path }: FileLocation,
  known: Validators,
  { status }: FileBounds,
): boolean {
  if (known.kind !== 'file') return false;
  try {
    const now = status.promptly(path);
    return now !== undefined && holds(known, now);
  } catch {
    // Reading it tells what is wrong.
    return false;
  }
}

function holds(known: Extract<Validators, { kind: 'file' }>, now: Stats): boolean {
  return known.size === now.size && known.mtimeMs === now.mtimeMs && known.ctimeMs === now.ctimeMs;
}

function check(status: Stats, { path }: FileLocation, { maxItemBytes }: FileBounds): void {
  const details = { field: 'path', value: path };
  if (!status.isFile()) {
    throw new CodedError('ITEM_NOT_READABLE', 'It is a folder or a device, not a file.', details);
  }
  if (status.size > maxItemBytes) {
    const message = `The file has ${status.size} bytes; at most ${maxItemBytes} are read.`;
    throw new CodedError('ITEM_TOO_LARGE', message, details);
  }
}

/** The opened file is the one that lies at its real path, and that path is inside. */
async function checkInside(
  opened: Stats,
  { path, root }: FileLocation,
  { roots }: FileBounds,
): Promise<void> {
  if (root === undefined && roots === undefined) return;
  const real = await realpath(path);
  const there = await stat(real);
  const isSame = there.dev === opened.dev && there.ino === opened.ino;
  const isIn =
    (root === undefined || isInside(root, real)) &&
    (roots === undefined || roots.some((one) => isInside(one, real)));
  if (isSame && isIn) return;
  throw new CodedError('ITEM_OUTSIDE_ROOT', 'The file lies outside of where it may be read.', {
    field: 'path',
    value: path,
  });
}

/** As many bytes as the file had when it was opened, or fewer when it shrank meanwhile. */
async function readWhole(
  handle: FileHandle,
  { size, signal }: { size: number; signal: AbortSignal | undefined },
): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    throwIfCancelled(signal);
    const { bytesRead } = await handle.read(bytes, at, Math.min(READ_BYTES, size - at), at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/** Bytes after which it is seen whether to stop. */
const READ_BYTES = 16 * 2 ** 20;

function refusal(path: string, error: unknown): unknown {
  if (error instanceof CodedError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const details = { field: 'path', value: path, cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') {
    return new CodedError('ITEM_NOT_FOUND', 'There is no such file.', details);
  }
  return new CodedError('ITEM_NOT_READABLE', `The file cannot be read: ${message}.`, details);
}
