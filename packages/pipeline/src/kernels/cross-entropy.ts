import {
  checkCrossEntropy,
  sliceRows,
  throwIfCancelled,
  type CrossEntropy,
  type CrossEntropyRequest,
} from '@alaas/core';
import { Tensor, type InferenceSession } from 'onnxruntime-node';

import { rowsPerRun, tensor } from './blocks.js';

/** `Kernels.crossEntropy`, one block of items at a time. */
export async function crossEntropy(
  session: InferenceSession,
  request: CrossEntropyRequest,
): Promise<CrossEntropy> {
  checkCrossEntropy(request);
  const { features, targets, weights, bias, signal } = request;
  const { rows: classes, cols: d } = weights;
  const fixed = {
    weights: tensor(weights),
    bias: new Tensor('float32', bias, [classes]),
    classes: new Tensor(
      'int32',
      Int32Array.from({ length: classes }, (_, c) => c),
      [1, classes],
    ),
  };
  const sum = {
    loss: 0,
    slope: new Float32Array(classes * d),
    biasSlope: new Float32Array(classes),
  };
  const blockRows = rowsPerRun(4 * classes * d, d + 4 * classes);
  for (let start = 0; start < features.rows; start += blockRows) {
    throwIfCancelled(signal);
    const end = Math.min(features.rows, start + blockRows);
    const found = await session.run({
      ...fixed,
      features: tensor(sliceRows(features, start, end)),
      targets: new Tensor('int32', targets.subarray(start, end), [end - start, 1]),
    });
    for (const logarithm of numbersOf(found.logarithms)) sum.loss -= logarithm;
    addTo(sum.slope, numbersOf(found.slope));
    addTo(sum.biasSlope, numbersOf(found.biasSlope));
  }
  return sum;
}

function numbersOf(output: Tensor | undefined): Float32Array {
  return output!.data as Float32Array;
}

function addTo(sum: Float32Array, part: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += part[i]!;
}
