import { resolve } from 'node:path';
import picomatch from 'picomatch';

import { folderItems } from './folder-source.js';
import type { ItemRef } from './source.js';
import type { GlobSpec } from './source-spec.js';

/** What makes a part of a path a pattern. */
const PATTERN_SIGNS = /[*?[\]{}]|[@+!]\(|^!/;

/**
 * The items of a folder that a pattern matches, as a folder source lists them. The folder is the
 * last one before the first pattern sign, so that `photos/**` gives the same ids as `photos`.
 *
 * @throws CodedError `SOURCE_NOT_FOUND`, `SOURCE_INVALID`.
 */
export async function* globItems({ glob, baseFolder = '.' }: GlobSpec): AsyncGenerator<ItemRef> {
  const { folder, rest } = splitPattern(glob);
  const matches = picomatch(rest);
  const depth = rest.includes('**') ? Infinity : rest.split('/').length;
  for await (const item of folderItems({ folder: resolve(baseFolder, folder), depth })) {
    if (matches(item.id)) yield item;
  }
}

function splitPattern(pattern: string): { folder: string; rest: string } {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => PATTERN_SIGNS.test(part));
  const plain = first < 0 ? parts.length - 1 : first;
  const folder = parts.slice(0, plain).join('/').replaceAll(/\\(.)/g, '$1');
  const isAbsolute = pattern.startsWith('/') && folder === '';
  return { folder: isAbsolute ? '/' : folder, rest: parts.slice(plain).join('/') };
}
