export { cacheConformance, type CacheSubject } from './cache-conformance.js';
export { curveConformance } from './curve-conformance.js';
export { encodeNpy, type NpyContent } from './encode-npy.js';
export { encoderConformance, type EncoderSubject } from './encoder-conformance.js';
export { kernelsConformance, type OpenedKernels } from './kernels-conformance.js';
export { suiteNeeds, type Requirement } from './requirements.js';
export { seededClasses, seededMatrix, type SeededClasses } from './seeded-data.js';
export { seededClassPngs, seededPngs, SENTENCES } from './seeded-items.js';
export { strategyConformance, type StrategySubject } from './strategies/strategy-conformance.js';
export { clusteredScene, generalScene, inputsOf, type Scene } from './strategies/scenes.js';
export { sourceConformance, type ExpectedItem, type SourceSubject } from './source-conformance.js';
export {
  tinyImageManifest,
  tinyImageModel,
  writeTinyImageEncoder,
  writeTinyTextFolder,
} from './tiny-encoders.js';
