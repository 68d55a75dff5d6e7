export type { EmbeddingCache, LocatedContent } from './cache/embedding-cache.js';
export type { Encoder, Modality } from './encoders/encoder.js';
export type { Fetched, Fetcher, ItemRef, Location, Source, Validators } from './sources/source.js';
export type {
  EmbeddedItem,
  EmbeddedPool,
  QuarantinedItem,
  StageFigures,
} from './stages/embed-pool.js';
