import type { DataConfig } from '@alaas/contracts';
import type { Location } from '@alaas/pipeline';

import type { RunData } from '../run/data/run-data.js';

/** Where the content of an item lies, as the database keeps it. */
export type StoredLocation =
  /** The path is absolute, or names a file of an upload, as `upload:<id>/<file>`. */
  | Extract<Location, { kind: 'file' }>
  | {
      readonly kind: 'url';
      readonly url: string;
      /** Whether the source lets URLs lead to private addresses. */
      readonly allowPrivate: boolean;
    }
  | { readonly kind: 'text'; readonly text: string };

/**
 * JSON of the location of each item, in order; null for items without content.
 *
 * @throws CodedError `ITEM_NOT_READABLE` for an item that left its source meanwhile.
 */
export async function storedLocations(
  { items, reader }: Pick<RunData, 'items' | 'reader'>,
  data: DataConfig,
): Promise<(string | null)[]> {
  if (reader === undefined) return items.map(() => null);
  const allowPrivate = data.kind !== 'embeddings' && data.allowPrivateSources;
  const stored: (string | null)[] = [];
  for (const item of items) {
    const location = toStored(await reader.find(item), allowPrivate);
    stored.push(location && JSON.stringify(location));
  }
  return stored;
}

function toStored(location: Location, allowPrivate: boolean): StoredLocation | null {
  switch (location.kind) {
    case 'file':
      return location;
    case 'url':
      return { ...location, allowPrivate };
    case 'inline':
      return { kind: 'text', text: new TextDecoder().decode(location.bytes) };
    case 'refused':
      return null;
  }
}
