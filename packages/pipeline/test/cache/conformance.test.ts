import { openEmbeddingCache } from '@alaas/pipeline';
import { cacheConformance } from '@alaas/testkit';

cacheConformance({ name: 'Arrow files', open: openEmbeddingCache });
