import type { Matrix } from './matrix.js';

/** Points to be covered. */
export interface Coverage {
  /** P: largest similarity of each point to what is labelled or picked. */
  readonly cover: Float64Array;
  /** P weights ≥ 0. */
  readonly weights: Float64Array;
  /** Room for P + 1 points while a row is looked at. */
  readonly memory: Int32Array;
}

/**
 * The similarities of a few candidates to all points. A point that something else covers better
 * brings a candidate nothing, now or later: such points are left out at every look, so that looks
 * become short. What is left lies in the memory of the row: similarities in its first half, points
 * in its second.
 */
export interface SimilarityRows {
  readonly rows: readonly number[];
  readonly similarities: Matrix;
  /** Points left in each row; −1 while the row is whole. */
  readonly left: Int32Array;
}

/** Whole rows, as the kernels give them; they become the memory of the result. */
export function similarityRows(rows: readonly number[], similarities: Matrix): SimilarityRows {
  return { rows, similarities, left: new Int32Array(rows.length).fill(-1) };
}

/** Some of the rows, in memory of their own. */
export function narrowedRows(source: SimilarityRows, places: readonly number[]): SimilarityRows {
  const { cols, data } = source.similarities;
  const kept = new Float32Array(places.length * cols);
  for (const [at, place] of places.entries()) {
    kept.set(data.subarray(place * cols, (place + 1) * cols), at * cols);
  }
  return {
    rows: places.map((place) => source.rows[place]!),
    similarities: { rows: places.length, cols, data: kept },
    left: Int32Array.from(places, (place) => source.left[place]!),
  };
}

/** Σ w_i · max(0, s_i − cover_i) of one row, in float64; leaves out what is covered. */
export function gainOf(source: SimilarityRows, place: number, coverage: Coverage): number {
  return source.left[place]! < 0
    ? gainOfWhole(source, place, coverage)
    : gainOfRest(source, place, coverage);
}

/** Raises the cover to the similarities of one row. */
export function raiseCover(source: SimilarityRows, place: number, cover: Float64Array): void {
  const { values, points, count } = entriesOf(source, place);
  for (let at = 0; at < count; at++) {
    const i = points ? points[at]! : at;
    if (values[at]! > cover[i]!) cover[i] = values[at]!;
  }
}

function entriesOf({ similarities: { cols, data }, left }: SimilarityRows, place: number) {
  const values = data.subarray(place * cols, (place + 1) * cols);
  const count = left[place]!;
  if (count < 0) return { values, points: undefined, count: cols };
  return { values, points: secondHalf(values), count };
}

function secondHalf(values: Float32Array): Int32Array {
  const half = values.length >> 1;
  return new Int32Array(values.buffer, values.byteOffset + 4 * half, half);
}

function gainOfWhole(
  { similarities: { cols, data }, left }: SimilarityRows,
  place: number,
  { cover, weights, memory: points }: Coverage,
): number {
  const values = data.subarray(place * cols, (place + 1) * cols);
  let count = 0;
  for (let i = 0; i < cols; i++) {
    // Without a branch: half of the early ones would be mispredicted.
    points[count] = i;
    count += Number(values[i]! > cover[i]!);
  }
  let gain = 0;
  for (let at = 0; at < count; at++) {
    const i = points[at]!;
    gain += weights[i]! * (values[i]! - cover[i]!);
  }
  if (count > cols >> 1) return gain;
  for (let at = 0; at < count; at++) values[at] = values[points[at]!]!;
  secondHalf(values).set(points.subarray(0, count));
  left[place] = count;
  return gain;
}

function gainOfRest(source: SimilarityRows, place: number, { cover, weights }: Coverage): number {
  const { values, points, count } = entriesOf(source, place);
  let kept = 0;
  let gain = 0;
  for (let at = 0; at < count; at++) {
    const i = points![at]!;
    const value = values[at]!;
    const excess = value - cover[i]!;
    if (excess <= 0) continue;
    values[kept] = value;
    points![kept++] = i;
    gain += weights[i]! * excess;
  }
  source.left[place] = kept;
  return gain;
}
