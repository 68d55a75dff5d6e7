import type { CurveFamily } from '../curve-family.js';
import { constant } from './constant.js';
import { exponential } from './exponential.js';
import { logLinear } from './log-linear.js';
import { mmf4 } from './mmf4.js';
import { pow3 } from './pow3.js';
import { wbl4 } from './wbl4.js';

/** Every family of learning curves; one file of this folder each. */
export const CURVE_FAMILIES: readonly CurveFamily[] = Object.freeze([
  pow3,
  wbl4,
  mmf4,
  exponential,
  logLinear,
  constant,
]);
