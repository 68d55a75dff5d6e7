import type { ReferenceProfile } from './profile.js';

/**
 * Profiles of the sets that the predictor was calibrated on, measured by
 * `bench/agent/profiles.mjs` on 1,000 random labels of each.
 */
export const REFERENCE_PROFILES: readonly ReferenceProfile[] = Object.freeze([
  {
    name: 'banking77',
    classCount: 77,
    concentration: 1.063,
    purity: 0.56,
    nearDuplicateShare: 0.02,
    intrinsicDimension: 5.961,
  },
  {
    name: 'cifar10',
    classCount: 10,
    concentration: 1.002,
    purity: 0.367,
    nearDuplicateShare: 0,
    intrinsicDimension: 30.116,
  },
  {
    name: 'digits',
    classCount: 10,
    concentration: 0.994,
    purity: 0.94,
    nearDuplicateShare: 0,
    intrinsicDimension: 8.986,
  },
  {
    name: 'fashion-mnist',
    classCount: 10,
    concentration: 0.999,
    purity: 0.716,
    nearDuplicateShare: 0,
    intrinsicDimension: 19.259,
  },
]);
