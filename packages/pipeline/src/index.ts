export type { EmbeddingCache, LocatedContent } from './cache/embedding-cache.js';
export { openEmbeddingCache } from './cache/open-embedding-cache.js';
export {
  BUNDLED_ENCODERS,
  bundledFolder,
  type BundledEncoder,
} from './encoders/bundled-encoders.js';
export { deviceOf, listDevices, type Device } from './encoders/devices.js';
export type { EncodePlan, Encoder, Modality } from './encoders/encoder.js';
export type {
  EncoderManifest,
  ImageManifest,
  ImagePreprocessing,
  InputType,
  ManifestInput,
  ManifestOutput,
  TextManifest,
  TextPreprocessing,
} from './encoders/encoder-manifest.js';
export { parseEncoderSpec, type EncoderSpec } from './encoders/encoder-spec.js';
export { openEncoder, type OnnxEncoder, type OpenEncoderOptions } from './encoders/open-encoder.js';
export { openFetcher } from './sources/fetch/open-fetcher.js';
export type { FetcherOptions, HttpTimeouts } from './sources/fetch/fetcher-options.js';
export { postJson, type PostTask } from './sources/fetch/post-json.js';
export { openSource } from './sources/open-source.js';
export type {
  FolderSpec,
  GlobSpec,
  ItemsSpec,
  ManifestSpec,
  SourceSpec,
  UrlListSpec,
} from './sources/source-spec.js';
export type { Fetched, Fetcher, ItemRef, Location, Source, Validators } from './sources/source.js';
export { checkQuarantine } from './stages/check-quarantine.js';
export { embedPool } from './stages/embed-pool.js';
export type {
  CacheUse,
  EmbeddedItem,
  EmbeddedPool,
  EmbedPoolOptions,
  LiveStage,
  PoolProgress,
  QuarantinedItem,
  StageConcurrency,
  StageFigures,
} from './stages/embedded-pool.js';
export { foreseeMemory, type ForeseenArrays } from './memory/foresee-memory.js';
export { openOnnxKernels, type OnnxKernels } from './kernels/onnx-kernels.js';
export {
  encodeModel,
  encodeSupplement,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxInitializer,
  type OnnxNode,
  type OnnxValue,
} from './onnx/model-writer.js';
export { csvDialect, csvForm, csvLineCounter } from './formats/csv-dialect.js';
export { readColumnNames, readTable } from './formats/read-table.js';
export type { Table, TableRow } from './formats/table.js';
export { readVectors, type Vectors, type VectorsSpec } from './formats/read-vectors.js';
export { readLabelsNpy, readMatrixNpy, readMatrixSizeNpy } from './formats/npy.js';
export { makeThumbnail, type Thumbnail } from './images/make-thumbnail.js';
export {
  composeClassifier,
  type ClassifierEncoder,
  type ClassifierParts,
} from './onnx/compose-classifier.js';
export type { EmbeddingOutput } from './onnx/embedding-graph.js';
export { openClassifier, type OpenClassifier } from './onnx/open-classifier.js';
