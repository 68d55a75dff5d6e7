import {
  checkCoverage,
  sliceRows,
  squaredNorms,
  throwIfCancelled,
  type Matrix,
  type SimilarityRequest,
} from '@alaas/core';
import { Tensor, type InferenceSession } from 'onnxruntime-node';

import { rowsPerRun, scaled, tensor } from './blocks.js';

/** `Kernels.similarities`, one block of points at a time. */
export async function similarities(
  session: InferenceSession,
  request: SimilarityRequest,
): Promise<Matrix> {
  checkCoverage(request);
  const { points, candidates, radius, signal } = request;
  const [rows, cols] = [points.rows, candidates.rows];
  const out = new Float32Array(rows * cols);
  if (out.length === 0) return { rows, cols, data: out };
  const scale = 1 / (radius * radius);
  const pointNorms = scaled(request.pointNorms ?? squaredNorms(points), scale);
  const norms = scaled(request.candidateNorms ?? squaredNorms(candidates), -scale);
  // Either factor may carry the scale: the smaller one is copied.
  const [left, other] = rows < cols ? [times(points), candidates] : [points, times(candidates)];
  const right = {
    candidates: tensor(other),
    negativeCandidateNorms: new Tensor('float32', norms, [1, cols]),
  };
  const blockRows = rowsPerRun(2 * points.cols * cols, cols);
  for (let start = 0; start < rows; start += blockRows) {
    throwIfCancelled(signal);
    const end = Math.min(rows, start + blockRows);
    const { similarity } = await session.run({
      ...right,
      points: tensor(sliceRows(left, start, end)),
      pointNorms: new Tensor('float32', pointNorms.subarray(start, end), [end - start, 1]),
    });
    const values = similarity!.data as Float32Array;
    if (blockRows >= rows) return { rows, cols, data: values };
    out.set(values, start * cols);
  }
  return { rows, cols, data: out };

  function times(factor: Matrix): Matrix {
    return { ...factor, data: scaled(factor.data, 2 * scale) };
  }
}
