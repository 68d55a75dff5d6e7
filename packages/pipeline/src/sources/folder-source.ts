import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isInside } from './inside-folder.js';
import { isSkippedName } from './skipped-names.js';
import type { ItemRef } from './source.js';
import { sourceRoot } from './source-root.js';

/**
 * The files below a folder, in the order of their paths; ids are paths relative to it with slashes.
 * At any time the names of one folder per level are held. Links to files are items; links to
 * folders are not followed, as their files are listed where they lie.
 *
 * @throws CodedError `SOURCE_NOT_FOUND`, `SOURCE_INVALID`.
 */
export async function* folderItems({
  folder,
  depth = Infinity,
}: {
  readonly folder: string;
  /** Levels that are listed; 1 lists the folder itself without those in it. Default: all. */
  readonly depth?: number;
}): AsyncGenerator<ItemRef> {
  yield* itemsBelow({ root: await sourceRoot(folder), below: '', depth });
}

/** A folder on the way. */
interface Level {
  readonly root: string;
  /** Path relative to the root, with slashes; empty for the root. */
  readonly below: string;
  readonly depth: number;
}

/** The item of a file at a path relative to the root. */
function fileItem(root: string, id: string): ItemRef {
  const label = id.split('/').at(-2)?.normalize('NFC');
  const location = { kind: 'file', path: join(root, id), root } as const;
  return label === undefined ? { id, location } : { id, location, label };
}

async function* itemsBelow({ root, below, depth }: Level): AsyncGenerator<ItemRef> {
  if (depth < 1) return;
  let entries: readonly Dirent[];
  try {
    entries = await sortedEntries(join(root, below));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    yield refused(`${below}/`, 'ITEM_NOT_READABLE', `The folder cannot be read: ${why}.`);
    return;
  }
  for (const entry of entries) {
    if (isSkippedName(entry.name)) continue;
    const id = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* itemsBelow({ root, below: id, depth: depth - 1 });
    else if (entry.isFile()) yield fileItem(root, id);
    else if (entry.isSymbolicLink()) yield* linkItem(root, id);
  }
}

/** By path: a folder is where its slash puts it, so that "a.txt" comes before "a/b.txt". */
async function sortedEntries(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const keyed = entries.map((entry) => ({
    entry,
    key: entry.isDirectory() ? `${entry.name}/` : entry.name,
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return keyed.map(({ entry }) => entry);
}

/** A link to a folder outside is told once and not entered: it may lead to a whole disk. */
async function* linkItem(root: string, id: string): AsyncGenerator<ItemRef> {
  const path = join(root, id);
  const target = await stat(path).catch(() => undefined);
  if (!target?.isDirectory()) yield fileItem(root, id);
  else if (!isInside(root, await realpath(path))) {
    yield refused(id, 'ITEM_OUTSIDE_ROOT', 'The link leads to a folder outside of the source.');
  }
}

function refused(id: string, code: `ITEM_${string}`, reason: string): ItemRef {
  return { id, location: { kind: 'refused', code, reason } };
}
