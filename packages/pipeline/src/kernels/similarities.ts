import {
  checkCoverage,
  checkRowGains,
  sliceRows,
  squaredNorms,
  throwIfCancelled,
  TILE_SIDE,
  tileRanges,
  type Matrix,
  type RowGainsRequest,
  type SimilarityRequest,
  type Tiles,
} from '@alaas/core';
import { Tensor, type InferenceSession } from 'onnxruntime-node';

import { scaled, tensor } from './blocks.js';

/** One run computes a tile; `mirrored` gives its transpose too. */
export interface SimilaritySessions {
  readonly plain: InferenceSession;
  readonly mirrored: InferenceSession;
}

/** `Kernels.similarities`, one tile at a time; of a symmetric matrix only those on and above the diagonal. */
export async function similarities(
  sessions: SimilaritySessions,
  request: SimilarityRequest,
): Promise<Tiles> {
  checkCoverage(request);
  const { points, candidates, signal } = request;
  const inputs = tileInputs(request);
  const symmetric = points === candidates;
  const tiles: Matrix[][] = tileRanges(points.rows).map(() => []);
  for (const [a, rows] of tileRanges(points.rows).entries()) {
    for (const [b, cols] of tileRanges(candidates.rows).entries()) {
      if (symmetric && b < a) continue;
      throwIfCancelled(signal);
      const isMirrored = symmetric && b > a;
      const output = await sessions[isMirrored ? 'mirrored' : 'plain'].run(inputs(rows, cols));
      tiles[a]![b] = matrixOf(output['similarity']!);
      if (isMirrored) tiles[b]![a] = matrixOf(output['mirrored']!);
    }
  }
  return { rows: points.rows, cols: candidates.rows, side: TILE_SIDE, tiles };
}

/** `Kernels.rowGains`, in one run. */
export async function rowGains(
  session: InferenceSession,
  request: RowGainsRequest,
): Promise<Float64Array> {
  checkRowGains(request);
  const { similarities: matrix, weights, cover } = request;
  if (matrix.data.length === 0) return new Float64Array(matrix.rows);
  const { gains } = await session.run({
    similarity: tensor(matrix),
    cover: new Tensor('float32', cover, [1, matrix.cols]),
    weights: new Tensor('float32', weights, [matrix.cols, 1]),
  });
  return Float64Array.from(gains!.data as Float32Array);
}

type Range = readonly [start: number, end: number];

/** The inputs of each tile, all of them divided by r². */
function tileInputs({ points, candidates, radius, ...known }: SimilarityRequest) {
  const scale = 1 / (radius * radius);
  const pointNorms = scaled(known.pointNorms ?? squaredNorms(points), scale);
  const negativeNorms = scaled(known.candidateNorms ?? squaredNorms(candidates), -scale);
  const times = (factor: Matrix) => ({ ...factor, data: scaled(factor.data, 2 * scale) });
  // Either factor may carry the scale: the smaller one is copied.
  const isSmaller = points.rows < candidates.rows;
  const left = isSmaller ? times(points) : points;
  const right = isSmaller ? candidates : times(candidates);
  return ([top, bottom]: Range, [first, last]: Range) => ({
    points: tensor(sliceRows(left, top, bottom)),
    pointNorms: new Tensor('float32', pointNorms.subarray(top, bottom), [bottom - top, 1]),
    candidates: tensor(sliceRows(right, first, last)),
    negativeCandidateNorms: new Tensor('float32', negativeNorms.subarray(first, last), [
      1,
      last - first,
    ]),
  });
}

function matrixOf({ dims, data }: Tensor): Matrix {
  return { rows: dims[0]!, cols: dims[1]!, data: data as Float32Array };
}
