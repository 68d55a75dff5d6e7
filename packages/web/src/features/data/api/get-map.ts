import { AlaasError, type ItemMap } from '@alaas/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { client } from '../../../lib/client';

/** More cost a browser seconds, and show nothing more. */
const MOST_ITEMS = 1_500;

/** Items with their places on the map. */
export interface PlacedItems {
  readonly items: ItemMap['items'];
  /** x and y of each, in [0, 1]. */
  readonly places: Float32Array;
}

function mapQuery(project: string) {
  return queryOptions({
    queryKey: ['map', project],
    queryFn: async ({ signal }): Promise<PlacedItems> => {
      const map = await client.items.map(project, { limit: MOST_ITEMS, signal });
      return { items: map.items, places: await placed(map, signal) };
    },
    // Where items lie does not change, and finding it out takes seconds.
    staleTime: Infinity,
  });
}

/** A sample of the items, laid out so that items alike lie together. */
export function useItemMap(project: string) {
  return useQuery(mapQuery(project));
}

/** UMAP in a thread of its own; it ends when nobody waits any more. */
function placed(
  { items, columns, embeddings }: ItemMap,
  signal: AbortSignal,
): Promise<Float32Array> {
  const bytes = Uint8Array.from(atob(embeddings), (letter) => letter.charCodeAt(0));
  const worker = new Worker(new URL('./umap-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Float32Array>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    worker.onmessage = ({ data }: MessageEvent<Float32Array>) => resolve(data);
    worker.onerror = ({ message }) => reject(new AlaasError('INTERNAL_ERROR', message));
    worker.postMessage({ count: items.length, columns, data: new Float32Array(bytes.buffer) });
  }).finally(() => worker.terminate());
}
