import { distanceBlocks, type Means } from './distances.js';
import { takeRows, type Matrix } from './matrix.js';
import { sampleIndices, seededRandom } from './random.js';
import { kthLargest } from './top-k.js';

/** Rows whose neighbours are looked at; the same ones on every call. */
const SAMPLE_ROWS = 1000;
/** Neighbours up to which finding the nearest is faster than all distances. */
const FEW_NEIGHBOURS = 64;
/** Distances below this are rounding in float32 rows of norm 1. */
const SMALLEST_DISTANCE = 1e-3;

/**
 * Median distance of a point to its (T/n)-th nearest other one, T points in all: n balls of this
 * radius hold about as many points as there are. Estimated on 1,000 rows drawn with a fixed seed
 * (all rows of smaller sets), each against all points. Rows whose neighbour coincides with them do
 * not count; 1 when no row is left.
 *
 * @param n items that are to represent the points, n ≥ 1.
 */
export async function neighbourRadius(points: Matrix, n: number, means: Means): Promise<number> {
  const total = points.rows;
  if (total < 2) return 1;
  const rows =
    total <= SAMPLE_ROWS
      ? Array.from({ length: total }, (_, i) => i)
      : sampleIndices(seededRandom(0), total, SAMPLE_ROWS);
  const neighbour = Math.min(total - 1, Math.max(1, Math.round(total / n)));
  const queries = takeRows(points, rows);
  const squared =
    neighbour <= FEW_NEIGHBOURS
      ? await lastOfNearest(queries, points, { ...means, neighbour })
      : await kthDistances(queries, points, { ...means, neighbour });
  return (
    median(
      squared.map((value) => Math.sqrt(value)).filter((distance) => distance > SMALLEST_DISTANCE),
    ) ?? 1
  );
}

type Search = Means & { readonly neighbour: number };

async function lastOfNearest(
  queries: Matrix,
  points: Matrix,
  { kernels, signal, neighbour }: Search,
): Promise<number[]> {
  const count = neighbour + 1;
  const { squared } = await kernels.nearest({ queries, points, count, signal });
  return Array.from({ length: queries.rows }, (_, q) => squared[q * count + neighbour]!);
}

async function kthDistances(
  queries: Matrix,
  points: Matrix,
  { neighbour, ...means }: Search,
): Promise<number[]> {
  const total = points.rows;
  const distances: number[] = [];
  for await (const block of distanceBlocks(queries, points, means)) {
    for (let r = 0; r < block.rows; r++) {
      const own = block.squared.subarray(r * total, (r + 1) * total);
      // The nearest of all is the row itself, so the k-th other is the (k + 1)-th smallest.
      distances.push(kthLargest(own, total - neighbour));
    }
  }
  return distances;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
