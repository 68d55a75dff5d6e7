import { throwIfCancelled } from '../errors.js';
import type {
  CoverageRequest,
  Kernels,
  MultiplyOptions,
  NearestPoints,
  NearestRequest,
  RowGainsRequest,
  SimilarityRequest,
  Tiles,
} from './kernels.js';
import {
  checkCoverage,
  checkNearest,
  checkProduct,
  checkRowGains,
  TILE_SIDE,
  tileRanges,
} from './kernel-shapes.js';
import { row, type Matrix } from './matrix.js';
import { crossEntropy } from './reference-cross-entropy.js';

/** Rows of work between two looks at the abort signal. */
const BLOCK_ROWS = 256;

/** The plain TypeScript form of the kernels: what every other form is compared with. */
export const referenceKernels: Kernels = Object.freeze({
  id: 'reference',
  multiply,
  coverageGains,
  similarities,
  rowGains,
  crossEntropy,
  nearest,
});

async function multiply(a: Matrix, b: Matrix, options: MultiplyOptions = {}): Promise<Matrix> {
  const { rows, inner, cols } = checkProduct(a, b, options);
  const left = options.transposeA ? transpose(a) : a.data;
  const right = options.transposeB ? b.data : transpose(b);
  const out = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    if (i % BLOCK_ROWS === 0) throwIfCancelled(options.signal);
    for (let j = 0; j < cols; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left[i * inner + k]! * right[j * inner + k]!;
      out[i * cols + j] = sum;
    }
  }
  return { rows, cols, data: out };
}

async function coverageGains(request: CoverageRequest): Promise<Float64Array> {
  checkCoverage(request);
  const { points, candidates, radius, weights, cover, signal } = request;
  const gains = new Float64Array(candidates.rows);
  const scale = -1 / (radius * radius);
  for (let j = 0; j < candidates.rows; j++) {
    if (j % BLOCK_ROWS === 0) throwIfCancelled(signal);
    for (let i = 0; i < points.rows; i++) {
      const similarity = Math.exp(scale * squaredDistance(points, i, { other: candidates, j }));
      const gain = similarity - (cover?.[i] ?? 0);
      if (gain > 0) gains[j]! += (weights?.[i] ?? 1) * gain;
    }
  }
  return gains;
}

async function similarities(request: SimilarityRequest): Promise<Tiles> {
  checkCoverage(request);
  const { points, candidates, radius, signal } = request;
  const scale = -1 / (radius * radius);
  const tile = ([top, bottom]: Range, [left, right]: Range): Matrix => {
    throwIfCancelled(signal);
    const data = new Float32Array((bottom - top) * (right - left));
    for (let i = top, at = 0; i < bottom; i++) {
      for (let j = left; j < right; j++, at++) {
        data[at] = Math.exp(scale * squaredDistance(points, i, { other: candidates, j }));
      }
    }
    return { rows: bottom - top, cols: right - left, data };
  };
  const columns = tileRanges(candidates.rows);
  return {
    ...{ rows: points.rows, cols: candidates.rows, side: TILE_SIDE },
    tiles: tileRanges(points.rows).map((rows) => columns.map((cols) => tile(rows, cols))),
  };
}

type Range = readonly [start: number, end: number];

async function rowGains(request: RowGainsRequest): Promise<Float64Array> {
  checkRowGains(request);
  const { similarities, weights, cover } = request;
  return Float64Array.from({ length: similarities.rows }, (_, i) => {
    let gain = 0;
    for (const [j, similarity] of row(similarities, i).entries()) {
      gain += weights[j]! * Math.max(0, similarity - cover[j]!);
    }
    return gain;
  });
}

async function nearest(request: NearestRequest): Promise<NearestPoints> {
  checkNearest(request);
  const { queries, points, count, signal } = request;
  const index = new Int32Array(queries.rows * count);
  const squared = new Float32Array(queries.rows * count);
  const distances = new Float64Array(points.rows);
  for (let i = 0; i < queries.rows; i++) {
    if (i % BLOCK_ROWS === 0) throwIfCancelled(signal);
    for (let j = 0; j < points.rows; j++) {
      distances[j] = squaredDistance(queries, i, { other: points, j });
    }
    const order = Int32Array.from(distances.keys());
    order.sort((a, b) => distances[a]! - distances[b]! || a - b);
    for (let rank = 0; rank < count; rank++) {
      index[i * count + rank] = order[rank]!;
      squared[i * count + rank] = distances[order[rank]!]!;
    }
  }
  return { index, squared };
}

function squaredDistance(a: Matrix, i: number, { other, j }: { other: Matrix; j: number }): number {
  const d = a.cols;
  let sum = 0;
  for (let k = 0; k < d; k++) {
    const difference = a.data[i * d + k]! - other.data[j * d + k]!;
    sum += difference * difference;
  }
  return sum;
}

function transpose({ rows, cols, data }: Matrix): Float32Array {
  const out = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j]!;
  }
  return out;
}
