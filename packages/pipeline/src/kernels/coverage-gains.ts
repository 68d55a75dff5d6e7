import {
  checkCoverage,
  sliceRows,
  squaredNorms,
  throwIfCancelled,
  type CoverageRequest,
} from '@alaas/core';
import { Tensor, type InferenceSession } from 'onnxruntime-node';

import { scaled, tensor } from './blocks.js';

/** Candidates of one run of the coverage graph. */
const COVERAGE_CANDIDATES = 1024;
/** Similarities of one run: they pass through six operators, so they had better stay in the cache. */
const COVERAGE_FLOATS = 2 ** 19;

/** `Kernels.coverageGains`, one block of points by one of candidates at a time. */
export async function coverageGains(
  session: InferenceSession,
  request: CoverageRequest,
): Promise<Float64Array> {
  checkCoverage(request);
  const { points, candidates, radius, signal } = request;
  const gains = new Float64Array(candidates.rows);
  if (candidates.rows === 0 || points.rows === 0) return gains;
  const weights = request.weights
    ? new Float32Array(request.weights)
    : new Float32Array(points.rows).fill(1);
  const cover = request.cover ? new Float32Array(request.cover) : new Float32Array(points.rows);
  const scale = 1 / (radius * radius);
  const pointNorms = scaled(request.pointNorms ?? squaredNorms(points), scale);
  const negativeNorms = scaled(squaredNorms(candidates), -scale);
  const candidateRows = Math.min(candidates.rows, COVERAGE_CANDIDATES);
  const pointRows = Math.max(1, Math.floor(COVERAGE_FLOATS / candidateRows));
  for (let c = 0; c < candidates.rows; c += candidateRows) {
    const cEnd = Math.min(candidates.rows, c + candidateRows);
    const block = sliceRows(candidates, c, cEnd);
    const blockTensor = tensor({ ...block, data: scaled(block.data, 2 * scale) });
    const blockNorms = new Tensor('float32', negativeNorms.subarray(c, cEnd), [1, cEnd - c]);
    for (let p = 0; p < points.rows; p += pointRows) {
      throwIfCancelled(signal);
      const pEnd = Math.min(points.rows, p + pointRows);
      const { gains: part } = await session.run({
        points: tensor(sliceRows(points, p, pEnd)),
        pointNorms: new Tensor('float32', pointNorms.subarray(p, pEnd), [pEnd - p, 1]),
        cover: new Tensor('float32', cover.subarray(p, pEnd), [pEnd - p, 1]),
        weights: new Tensor('float32', weights.subarray(p, pEnd), [1, pEnd - p]),
        candidates: blockTensor,
        negativeCandidateNorms: blockNorms,
      });
      const values = part!.data as Float32Array;
      for (let j = 0; j < values.length; j++) gains[c + j]! += values[j]!;
    }
  }
  return gains;
}
