import { throwIfCancelled } from '@alaas/core';

import { folderItems } from './folder-source.js';
import { globItems } from './glob-source.js';
import { manifestItems } from './manifest-source.js';
import type { ItemRef, Source } from './source.js';
import { sourceEmpty } from './source-errors.js';
import type { SourceSpec } from './source-spec.js';
import { urlItems } from './url-list-source.js';
import { withoutRepeats } from './without-repeats.js';

/**
 * A source of items. Nothing is read before it is listed; listing is lazy, may be repeated, and its
 * order does not depend on the file system. An item that is listed a second time is refused under
 * an id of its own, so that it shows in quarantine and ids are unique.
 */
export function openSource(spec: SourceSpec): Source {
  return {
    kind: spec.kind,
    async *items(signal) {
      throwIfCancelled(signal);
      let isEmpty = true;
      for await (const item of listed(spec, signal)) {
        throwIfCancelled(signal);
        isEmpty = false;
        yield item;
      }
      if (isEmpty) throw sourceEmpty(placeOf(spec));
    },
  };
}

function listed(
  spec: SourceSpec,
  signal: AbortSignal | undefined,
): AsyncIterable<ItemRef> | Iterable<ItemRef> {
  switch (spec.kind) {
    case 'folder':
      return folderItems(spec);
    case 'glob':
      return globItems(spec);
    case 'manifest':
      return withoutRepeats(manifestItems(spec, signal));
    case 'urls':
      return withoutRepeats(urlItems(spec, signal));
    case 'items':
      return withoutRepeats(spec.items);
  }
}

function placeOf(spec: SourceSpec): string {
  switch (spec.kind) {
    case 'folder':
      return spec.folder;
    case 'glob':
      return spec.glob;
    case 'manifest':
      return spec.manifest;
    case 'urls':
      return typeof spec.urls === 'string' ? spec.urls : 'the list of URLs';
    case 'items':
      return 'the list of items';
  }
}
