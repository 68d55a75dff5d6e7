import type { Tiles } from './kernels.js';
import { row, takeRows, type Matrix } from './matrix.js';

/** Points to be covered, cut into the parts that the tiles of similarities have as columns. */
export interface Coverage {
  readonly parts: readonly CoveragePart[];
}

/** A part of the points. */
export interface CoveragePart {
  /** Largest similarity of each point to what is labelled or picked. */
  readonly cover: Float32Array;
  /** The same memory. */
  readonly coverBits: Int32Array;
  /** Weights ≥ 0. */
  readonly weights: Float32Array;
  /** Room for the points and one more, while a row is looked at. */
  readonly memory: Int32Array;
}

/**
 * The similarities of a few candidates to all points. A point that something else covers better
 * brings a candidate nothing, now or later: such points are left out at every look, so that looks
 * become short.
 */
export interface SimilarityRows {
  readonly rows: readonly number[];
  readonly parts: readonly RowsPart[];
}

/** One part of the points. */
interface RowsPart {
  readonly similarities: Matrix;
  /**
   * The same memory. Once points are left out of a row, its first half holds the similarities that
   * are left and its second half their points: views of each row would cost more than the sums.
   */
  readonly points: Int32Array;
  /** Points left in each row; −1 while the row is whole. */
  readonly left: Int32Array;
}

/** The parts, as views on both vectors. */
export function coverageOf(
  cover: Float32Array,
  weights: Float32Array,
  ranges: readonly (readonly [start: number, end: number])[],
): Coverage {
  return {
    parts: ranges.map(([start, end]) => ({
      cover: cover.subarray(start, end),
      coverBits: new Int32Array(cover.buffer, cover.byteOffset, cover.length).subarray(start, end),
      weights: weights.subarray(start, end),
      memory: new Int32Array(end - start + 1),
    })),
  };
}

/** Whole rows, as the kernels give them; they become the memory of the result. */
export function similarityRows(
  rows: readonly number[],
  tiles: Tiles['tiles'][number],
): SimilarityRows {
  return {
    rows,
    parts: tiles.map((similarities) => partOf(similarities, new Int32Array(rows.length).fill(-1))),
  };
}

/** Some of the rows, in memory of their own. */
export function narrowedRows(source: SimilarityRows, places: readonly number[]): SimilarityRows {
  return {
    rows: places.map((place) => source.rows[place]!),
    parts: source.parts.map(({ similarities, left }) =>
      partOf(
        takeRows(similarities, places),
        Int32Array.from(places, (place) => left[place]!),
      ),
    ),
  };
}

function partOf(similarities: Matrix, left: Int32Array): RowsPart {
  const { buffer, byteOffset, length } = similarities.data;
  return { similarities, points: new Int32Array(buffer, byteOffset, length), left };
}

/** Σ w_i · max(0, s_i − cover_i) of one row over one part, in float64; leaves out what is covered. */
export function gainInPart(rows: RowsPart, place: number, part: CoveragePart): number {
  const left = rows.left[place]!;
  if (left < 0) return gainOfWhole(rows, place, part);
  return left > 0 ? gainOfRest(rows, place, part) : 0;
}

/** The same over all parts, of a row whose points are all there, and stay. */
export function gainOfUntouched(
  { parts }: SimilarityRows,
  place: number,
  coverage: Coverage,
): number {
  let gain = 0;
  for (const [at, { cover, weights }] of coverage.parts.entries()) {
    const values = row(parts[at]!.similarities, place);
    for (let i = 0; i < cover.length; i++) {
      const excess = values[i]! - cover[i]!;
      if (excess > 0) gain += weights[i]! * excess;
    }
  }
  return gain;
}

/** Raises the cover to the similarities of one row. */
export function raiseCover(source: SimilarityRows, place: number, coverage: Coverage): void {
  for (const [at, { cover }] of coverage.parts.entries()) {
    const { similarities, points, left } = source.parts[at]!;
    const { cols, data } = similarities;
    const first = place * cols;
    const toPoints = first + (cols >> 1);
    const isWhole = left[place]! < 0;
    const count = isWhole ? cols : left[place]!;
    for (let entry = 0; entry < count; entry++) {
      const i = isWhole ? entry : points[toPoints + entry]!;
      if (data[first + entry]! > cover[i]!) cover[i] = data[first + entry]!;
    }
  }
}

function gainOfWhole(rows: RowsPart, place: number, part: CoveragePart): number {
  const { points } = rows;
  const { cols, data } = rows.similarities;
  const { cover, coverBits, weights, memory } = part;
  const first = place * cols;
  let count = 0;
  for (let i = 0; i < cols; i++) {
    memory[count] = i;
    // No branch, which would be mispredicted, and no conversion: floats ≥ 0 are ordered as their bits.
    count += (coverBits[i]! - points[first + i]!) >>> 31;
  }
  let gain = 0;
  for (let at = 0; at < count; at++) {
    const i = memory[at]!;
    gain += weights[i]! * (data[first + i]! - cover[i]!);
  }
  if (count > cols >> 1) return gain;
  const toPoints = first + (cols >> 1);
  for (let at = 0; at < count; at++) data[first + at] = data[first + memory[at]!]!;
  for (let at = 0; at < count; at++) points[toPoints + at] = memory[at]!;
  rows.left[place] = count;
  return gain;
}

function gainOfRest(source: RowsPart, place: number, { cover, weights }: CoveragePart): number {
  const { points, left, similarities } = source;
  const { cols, data } = similarities;
  const first = place * cols;
  const toPoints = first + (cols >> 1);
  const count = left[place]!;
  let kept = 0;
  let gain = 0;
  for (let at = 0; at < count; at++) {
    const i = points[toPoints + at]!;
    const value = data[first + at]!;
    const excess = value - cover[i]!;
    // Without a branch, as above: what is kept last is overwritten when it brings nothing.
    data[first + kept] = value;
    points[toPoints + kept] = i;
    const brings = Number(excess > 0);
    kept += brings;
    gain += brings * weights[i]! * excess;
  }
  left[place] = kept;
  return gain;
}
