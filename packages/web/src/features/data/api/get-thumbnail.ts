import type { Item } from '@alaas/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

const EDGE_PX = 192;
const KEPT_MS = 60_000;
const LONGEST_TEXT = 280;

/** What the grid shows of an item. */
export type Preview =
  | { readonly kind: 'image'; readonly picture: Blob }
  | { readonly kind: 'text'; readonly text: string };

function previewQuery(project: string, { position, kind }: Pick<Item, 'position' | 'kind'>) {
  return queryOptions({
    queryKey: ['preview', project, position],
    queryFn: async ({ signal }): Promise<Preview> => {
      const key = { project, position };
      if (kind === 'text') {
        const { bytes } = await client.items.content(key, { signal });
        return { kind, text: new TextDecoder().decode(bytes).slice(0, LONGEST_TEXT) };
      }
      const { bytes, mediaType } = await client.items.thumbnail(key, { size: EDGE_PX, signal });
      return { kind: 'image', picture: new Blob([Uint8Array.from(bytes)], { type: mediaType }) };
    },
    staleTime: Infinity,
    // A hundred thousand pictures would not fit.
    gcTime: KEPT_MS,
  });
}

/** A small picture, or the beginning of a text; nothing is asked for of vectors. */
export function usePreview(project: string, item: Pick<Item, 'position' | 'kind'>) {
  return useQuery({ ...previewQuery(project, item), enabled: item.kind !== 'vectors' });
}
