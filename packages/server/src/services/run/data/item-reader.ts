import { CodedError } from '@alaas/core';
import type { Fetcher, Location, Source } from '@alaas/pipeline';

import type { ItemReader } from './embedded-part.js';

/** Reads single items of a source; the source is listed once, when the first is asked for. */
export function itemReader(source: Source, fetcher: Fetcher): ItemReader {
  let listed: Promise<ReadonlyMap<string, Location>> | undefined;
  const find = async (item: string): Promise<Location> => {
    const location = (await (listed ??= locations(source))).get(item);
    if (location) return location;
    throw new CodedError('ITEM_NOT_READABLE', 'The item is not in its source any more.', {
      field: 'item',
      value: item,
    });
  };
  return {
    find,
    async read(item, signal) {
      const fetched = await fetcher.fetch(await find(item), { signal });
      if (fetched.kind === 'content') return fetched.bytes;
      throw new CodedError('ITEM_NOT_READABLE', 'The item has no content.', {
        field: 'item',
        value: item,
      });
    },
    async locationOf(item) {
      const location = await find(item);
      if (location.kind === 'file') return location.path;
      return location.kind === 'url' ? location.url : undefined;
    },
  };
}

async function locations(source: Source): Promise<ReadonlyMap<string, Location>> {
  const found = new Map<string, Location>();
  for await (const { id, location } of source.items()) found.set(id, location);
  return found;
}
