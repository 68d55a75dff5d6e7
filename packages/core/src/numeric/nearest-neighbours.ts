import { squaredDistance, type Means } from './distances.js';
import type { Matrix } from './matrix.js';

/** Whose neighbours are wanted, among what, and how many. */
export interface NeighbourTask extends Means {
  /** Q × d. */
  readonly queries: Matrix;
  /** P × d; near the origin, for exact distances. */
  readonly points: Matrix;
  /** Neighbours of each query, 1 ≤ count ≤ P (P − 1 with `otherRows`). */
  readonly count: number;
  /** Query i is row i of the points and not its own neighbour. Default false. */
  readonly otherRows?: boolean;
}

/** Two Q × count tables, nearest first. */
export interface Neighbours {
  readonly index: Int32Array;
  /** Squared distances in float64. */
  readonly squared: Float64Array;
}

/** Candidates beyond those wanted, from which rounding could have taken a place. */
const SPARE = 4;

/**
 * The k nearest points of each query. Candidates come from float32 products and are put in order by
 * float64 distances, equals by the lowest row, so that the answer is the same on every backend
 * unless more than four points share the last place within rounding. Cost 2·Q·P·d flops on the
 * kernels and O(Q·k·d) here; memory O(Q·k).
 */
export async function nearestNeighbours(task: NeighbourTask): Promise<Neighbours> {
  const { queries, points, count, kernels, signal, otherRows = false } = task;
  const width = Math.min(points.rows, count + SPARE + Number(otherRows));
  const near = await kernels.nearest({ queries, points, count: width, signal });
  const index = new Int32Array(queries.rows * count);
  const squared = new Float64Array(queries.rows * count);
  for (let i = 0; i < queries.rows; i++) {
    const found: { row: number; distance: number }[] = [];
    for (const row of near.index.subarray(i * width, (i + 1) * width)) {
      if (otherRows && row === i) continue;
      found.push({ row, distance: squaredDistance(queries, i, { b: points, j: row }) });
    }
    found.sort((a, b) => a.distance - b.distance || a.row - b.row);
    for (let rank = 0; rank < count; rank++) {
      index[i * count + rank] = found[rank]!.row;
      squared[i * count + rank] = found[rank]!.distance;
    }
  }
  return { index, squared };
}
