import type { Assignment } from '@alaas/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** What there is to look at. */
export type Content =
  | {
      readonly kind: 'image';
      readonly url: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'vectors' };

const KEPT_URLS = 64;
const urls: string[] = [];

/** The content of an item, ready to be shown: images are decoded. */
function contentQuery(project: string, { position, kind }: Assignment) {
  return queryOptions({
    queryKey: ['content', project, position],
    queryFn: async ({ signal }): Promise<Content> => {
      if (kind === 'vectors') return { kind };
      const { bytes, mediaType } = await client.items.content({ project, position }, { signal });
      if (kind === 'text') return { kind, text: new TextDecoder().decode(bytes) };
      return decoded(new Blob([Uint8Array.from(bytes)], { type: mediaType }));
    },
    staleTime: Infinity,
  });
}

/** The content of an item. */
export function useContent(project: string, assignment: Assignment) {
  return useQuery(contentQuery(project, assignment));
}

async function decoded(blob: Blob): Promise<Content> {
  const url = URL.createObjectURL(blob);
  urls.push(url);
  if (urls.length > KEPT_URLS) URL.revokeObjectURL(urls.shift()!);
  const image = new Image();
  image.src = url;
  await image.decode();
  return { kind: 'image', url, width: image.naturalWidth, height: image.naturalHeight };
}
