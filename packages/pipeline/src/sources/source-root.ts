import { realpath, stat } from 'node:fs/promises';

import { sourceInvalid, sourceNotFound } from './source-errors.js';

/**
 * The real path of the folder that a source lists.
 *
 * @throws CodedError `SOURCE_NOT_FOUND`, `SOURCE_INVALID` when it is no folder.
 */
export async function sourceRoot(folder: string): Promise<string> {
  let real: string;
  try {
    real = await realpath(folder);
  } catch (cause) {
    throw sourceNotFound(folder, cause);
  }
  if ((await stat(real)).isDirectory()) return real;
  throw sourceInvalid(folder, 'is a file, not a folder.');
}
