import type { Matrix } from '../numeric/matrix.js';

/**
 * The map from embeddings to the features that the head is trained on. It is fitted once on a
 * pool, frozen, and delivered with the head.
 */
export type FeatureSpace = UnitCentredSpace | StandardisedSpace;

/** feature = factor · (x / ‖x‖ − centre); zero embeddings stay zero before centring. */
export interface UnitCentredSpace {
  readonly kind: 'unit-centred';
  /** d numbers: mean of the unit-normalised pool. */
  readonly centre: Float32Array;
  /** One factor for all dimensions, so that the mean squared norm of the pool's features is 1. */
  readonly factor: number;
}

/** feature_k = (x_k − centre_k) · factors_k, for precomputed vectors of few dimensions. */
export interface StandardisedSpace {
  readonly kind: 'standardised';
  readonly centre: Float32Array;
  /** Inverse standard deviations over √d; 0 for a constant dimension. */
  readonly factors: Float32Array;
}

/** Fewer dimensions than this are measurements rather than embeddings: their scale is kept apart. */
export const FEW_DIMENSIONS = 16;

/**
 * Fits the space on a pool of N × d embeddings. Cost O(N·d), no copy of the pool.
 *
 * Unit norm, centred, one global factor: worth up to 10 points at few labels against per-dimension
 * scaling on image embeddings.
 */
export function fitFeatureSpace(pool: Matrix): FeatureSpace {
  return pool.cols < FEW_DIMENSIONS ? fitStandardised(pool) : fitUnitCentred(pool);
}

/** Features of n × d embeddings; a new matrix. Cost O(n·d). */
export function toFeatures(space: FeatureSpace, embeddings: Matrix): Matrix {
  const { rows, cols, data } = embeddings;
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    const start = i * cols;
    if (space.kind === 'unit-centred') {
      const inverse = inverseNorm(data, start, cols);
      for (let k = 0; k < cols; k++) {
        out[start + k] = (data[start + k]! * inverse - space.centre[k]!) * space.factor;
      }
    } else {
      for (let k = 0; k < cols; k++) {
        out[start + k] = (data[start + k]! - space.centre[k]!) * space.factors[k]!;
      }
    }
  }
  return { rows, cols, data: out };
}

function fitUnitCentred({ rows, cols, data }: Matrix): UnitCentredSpace {
  const sums = new Float64Array(cols);
  let nonZero = 0;
  for (let i = 0; i < rows; i++) {
    const inverse = inverseNorm(data, i * cols, cols);
    if (inverse > 0) nonZero++;
    for (let k = 0; k < cols; k++) sums[k]! += data[i * cols + k]! * inverse;
  }
  const centre = Float32Array.from(sums, (sum) => sum / Math.max(1, rows));
  // Mean of ‖u − c‖² = mean of ‖u‖² − ‖c‖², and ‖u‖² is 1 except for zero rows.
  const spread = nonZero / Math.max(1, rows) - centre.reduce((sum, c) => sum + c * c, 0);
  return { kind: 'unit-centred', centre, factor: spread > 1e-9 ? 1 / Math.sqrt(spread) : 1 };
}

function fitStandardised({ rows, cols, data }: Matrix): StandardisedSpace {
  const centre = new Float32Array(cols);
  const factors = new Float32Array(cols);
  for (let k = 0; k < cols; k++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[i * cols + k]!;
    const mean = sum / Math.max(1, rows);
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (data[i * cols + k]! - mean) ** 2;
    const deviation = Math.sqrt(squares / Math.max(1, rows));
    centre[k] = mean;
    // √d keeps the mean squared norm at 1, as in the other space, so that one λ fits both.
    factors[k] =
      deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? 1 / (deviation * Math.sqrt(cols)) : 0;
  }
  return { kind: 'standardised', centre, factors };
}

/** 1 / ‖row‖, or 0 for a zero row. */
function inverseNorm(data: Float32Array, start: number, cols: number): number {
  let squares = 0;
  for (let k = start; k < start + cols; k++) squares += data[k]! * data[k]!;
  return squares > 0 ? 1 / Math.sqrt(squares) : 0;
}
