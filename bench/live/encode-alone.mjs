/**
 * Encodes a folder of images by itself and tells when it is done: what a worker does, without service
 * and database. The parent says where; the cache is new.
 */
import { once } from 'node:events';
import { join } from 'node:path';

import {
  embedPool,
  openEmbeddingCache,
  openEncoder,
  openFetcher,
  openSource,
} from '@alaas/pipeline';

const [folder, cacheFolder] = process.argv.slice(2);
process.send('ready');
await once(process, 'message');
const encoder = await openEncoder({ kind: 'bundled', id: 'mobilenetv2-taps-64' }, {});
const { digest: encoderDigest, dimension } = encoder;
const cache = await openEmbeddingCache(join(cacheFolder, 'cache'), { encoderDigest, dimension });
const fetcher = openFetcher({ roots: [folder] });
const { items } = await embedPool(openSource({ kind: 'folder', folder }), {
  encoder,
  cache,
  fetcher,
});
process.send(items.length);
await fetcher.close();
await cache.close();
await encoder.close();
process.disconnect();
