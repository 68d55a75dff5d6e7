export { encodeNpy, type NpyContent } from './encode-npy.js';
export { kernelsConformance, type OpenedKernels } from './kernels-conformance.js';
export { suiteNeeds, type Requirement } from './requirements.js';
export { seededClasses, seededMatrix, type SeededClasses } from './seeded-data.js';
