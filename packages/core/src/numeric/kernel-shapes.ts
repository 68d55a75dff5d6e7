import { CodedError } from '../errors.js';
import type {
  CoverageRequest,
  CrossEntropyRequest,
  MultiplyOptions,
  NearestRequest,
  RowGainsRequest,
  SimilarityRequest,
} from './kernels.js';
import type { Matrix } from './matrix.js';

/** Shape of op(a) · op(b). */
export interface ProductShape {
  readonly rows: number;
  readonly inner: number;
  readonly cols: number;
}

/**
 * The shape of a product, the same check for every form of the kernels.
 *
 * @throws CodedError `INPUT_SHAPE` when the inner dimensions differ.
 */
export function checkProduct(a: Matrix, b: Matrix, options: MultiplyOptions): ProductShape {
  const [rows, inner] = options.transposeA ? [a.cols, a.rows] : [a.rows, a.cols];
  const [innerOfB, cols] = options.transposeB ? [b.cols, b.rows] : [b.rows, b.cols];
  if (inner !== innerOfB) {
    throw new CodedError(
      'INPUT_SHAPE',
      `The factors' inner sizes ${inner} and ${innerOfB} differ.`,
      {
        field: 'b',
        value: innerOfB,
      },
    );
  }
  return { rows, inner, cols };
}

/** @throws CodedError `INPUT_SHAPE` when points, candidates, weights and cover do not fit. */
export function checkCoverage(request: SimilarityRequest & Partial<CoverageRequest>): void {
  const { points, candidates, weights, cover, pointNorms, candidateNorms } = request;
  if (candidates.cols !== points.cols) {
    throw shapeError('candidates', candidates.cols, `${points.cols} columns`);
  }
  if (candidateNorms && candidateNorms.length !== candidates.rows) {
    throw shapeError('candidateNorms', candidateNorms.length, `${candidates.rows} numbers`);
  }
  for (const [field, vector] of Object.entries({ weights, cover, pointNorms })) {
    if (vector && vector.length !== points.rows) {
      throw shapeError(field, vector.length, `${points.rows} numbers`);
    }
  }
}

/** @throws CodedError `INPUT_SHAPE` when weights or cover do not fit the similarities. */
export function checkRowGains({ similarities, weights, cover }: RowGainsRequest): void {
  for (const [field, vector] of Object.entries({ weights, cover })) {
    if (vector.length !== similarities.cols) {
      throw shapeError(field, vector.length, `${similarities.cols} numbers`);
    }
  }
}

/** Rows and columns of a tile: 4 MiB, so that what is done to one stays in the cache. */
export const TILE_SIDE = 1024;

/** Where the tiles of one side of a matrix begin and end. */
export function tileRanges(size: number): readonly (readonly [start: number, end: number])[] {
  return Array.from({ length: Math.ceil(size / TILE_SIDE) }, (_, at) => [
    at * TILE_SIDE,
    Math.min(size, (at + 1) * TILE_SIDE),
  ]);
}

/** @throws CodedError `INPUT_SHAPE` when features, targets, weights and bias do not fit. */
export function checkCrossEntropy(request: CrossEntropyRequest): void {
  const { features, targets, weights, bias } = request;
  if (weights.cols !== features.cols) {
    throw shapeError('weights', weights.cols, `${features.cols} columns`);
  }
  if (bias.length !== weights.rows) {
    throw shapeError('bias', bias.length, `${weights.rows} numbers`);
  }
  if (targets.length !== features.rows) {
    throw shapeError('targets', targets.length, `${features.rows} numbers`);
  }
}

/** @throws CodedError `INPUT_SHAPE` when queries, points and count do not fit. */
export function checkNearest({ queries, points, count, queryNorms }: NearestRequest): void {
  if (queries.cols !== points.cols) {
    throw shapeError('queries', queries.cols, `${points.cols} columns`);
  }
  if (!Number.isInteger(count) || count < 1 || count > points.rows) {
    throw shapeError('count', count, `a whole number from 1 to ${points.rows}`);
  }
  if (queryNorms && queryNorms.length !== queries.rows) {
    throw shapeError('queryNorms', queryNorms.length, `${queries.rows} numbers`);
  }
}

function shapeError(field: string, value: number, wanted: string): CodedError {
  return new CodedError('INPUT_SHAPE', `${field} must have ${wanted}, not ${value}.`, {
    field,
    value,
  });
}
