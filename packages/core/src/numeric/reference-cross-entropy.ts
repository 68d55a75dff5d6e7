import { throwIfCancelled } from '../errors.js';
import { checkCrossEntropy } from './kernel-shapes.js';
import type { CrossEntropy, CrossEntropyRequest } from './kernels.js';
import { row } from './matrix.js';

/** Rows of work between two looks at the abort signal. */
const BLOCK_ROWS = 256;

/** `Kernels.crossEntropy` as the definition says it, in float64. */
export async function crossEntropy(request: CrossEntropyRequest): Promise<CrossEntropy> {
  checkCrossEntropy(request);
  const { features, targets, weights, bias, signal } = request;
  const { rows: classes, cols: d } = weights;
  const slope = new Float64Array(classes * d);
  const biasSlope = new Float64Array(classes);
  const logits = new Float64Array(classes);
  let loss = 0;
  for (let i = 0; i < features.rows; i++) {
    if (i % BLOCK_ROWS === 0) throwIfCancelled(signal);
    const x = row(features, i);
    for (let c = 0; c < classes; c++) {
      const own = row(weights, c);
      logits[c] = x.reduce((sum, value, k) => sum + value * own[k]!, bias[c]!);
    }
    const target = targets[i]!;
    const whole = logOfSum(logits);
    loss += whole - logits[target]!;
    for (let c = 0; c < classes; c++) {
      const residual = Math.exp(logits[c]! - whole) - Number(c === target);
      biasSlope[c]! += residual;
      for (let k = 0; k < d; k++) slope[c * d + k]! += residual * x[k]!;
    }
  }
  return { loss, slope: Float32Array.from(slope), biasSlope: Float32Array.from(biasSlope) };
}

/** log Σ exp, shifted by the largest so that nothing overflows. */
function logOfSum(values: Float64Array): number {
  const most = values.reduce((largest, value) => Math.max(largest, value), -Infinity);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
