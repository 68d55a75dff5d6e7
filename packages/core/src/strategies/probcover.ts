import { CodedError, throwIfCancelled } from '../errors.js';
import { nearestRows, squaredDistance, squaredNorms, type Means } from '../numeric/distances.js';
import { sliceRows, takeRows, type Matrix } from '../numeric/matrix.js';
import { neighbourGraph, type NeighbourGraph } from '../numeric/neighbour-graph.js';
import { neighbourRadius } from '../numeric/neighbour-radius.js';
import { sampleIndices, seededRandom } from '../numeric/random.js';
import { defineStrategy } from './contract/define-strategy.js';
import { herdingSpace } from './contract/herding-space.js';

/** Floats of one block of products. */
const BLOCK_FLOATS = 4_194_304;
/** Pairs in one ball that are kept, 8 bytes each while they are found; above, products find them anew. */
const MOST_ENTRIES = 2 ** 25;
/** Error of float32 distances, in units of the norms, within which float64 decides. */
const ROUNDING = 4e-6;

/** Takes, again and again, the item whose ball holds most items that no ball holds yet. */
export const probcover = defineStrategy({
  id: 'probcover',
  title: 'ProbCover',
  summary:
    'Asks for the centres of balls that cover as much of the pool as can be, dense parts first. For the first labels.',
  source:
    'Yehuda, Dekel, Hacohen and Weinshall 2022, Active learning through a covering lens; rows of norm 1. The radius follows from the count of labels instead of the purity of k-means groups, which chose worse on three data sets',
  cost: 'O(N²·d) in all, whatever the batch; memory: the pairs of neighbours, up to 256 MiB, above which they are found anew when an item is covered',
  needs: ['embeddings'],
  uses: ['labelledEmbeddings', 'labelledTargets'],
  options: {
    radius: {
      kind: 'number',
      default: 0,
      min: 0,
      max: 1e6,
      help: 'Radius of a ball among rows of norm 1; 0 takes the median distance to the (N/n)-th neighbour, n labels after this batch.',
    },
  },
  async select(
    { embeddings, labelledEmbeddings },
    { count, options, kernels, signal, onProgress },
  ) {
    const toSpace = herdingSpace(embeddings);
    const pool = toSpace(embeddings);
    const labelled = labelledEmbeddings && toSpace(labelledEmbeddings);
    const means = { kernels, signal };
    const labels = count + (labelled?.rows ?? 0);
    const radius = options.radius || (await neighbourRadius(pool, labels, means));
    const cover = await openCover({ pool, labelled, radius }, means);
    const picked: number[] = [];
    while (picked.length < count) {
      throwIfCancelled(signal);
      const best = cover.best();
      if (best === undefined) return fillUp(picked, pool.rows, count);
      picked.push(best);
      await cover.take(best);
      onProgress?.(picked.length);
    }
    return picked;
  },
});

/** What is covered, and how many uncovered rows each ball would add. */
interface Cover {
  /** The row of the largest degree, the lowest of equals; undefined when all is covered. */
  best(): number | undefined;
  /** Covers the ball around a row. */
  take(row: number): Promise<void>;
}

async function openCover(
  { pool, labelled, radius }: { pool: Matrix; labelled: Matrix | undefined; radius: number },
  means: Means,
): Promise<Cover> {
  const squaredRadius = radius * radius;
  const open = new Uint8Array(pool.rows).fill(1);
  if (labelled?.rows) {
    const { squared } = await nearestRows(pool, labelled, means);
    for (let i = 0; i < open.length; i++) if (squared[i]! <= squaredRadius) open[i] = 0;
  }
  const graph = await graphWithin(pool, radius, means);
  const balls = { pool, norms: squaredNorms(pool), squaredRadius, ...means };
  const eachOf = graph
    ? async (rows: readonly number[], visit: Visit) => eachNeighbour(graph, rows, visit)
    : (rows: readonly number[], visit: Visit) => eachPair(balls, rows, { visit });
  const degrees = graph ? countNeighbours(graph, open) : await countOpen(balls, open);
  return {
    best() {
      let best = 0;
      for (let i = 1; i < degrees.length; i++) if (degrees[i]! > degrees[best]!) best = i;
      return degrees[best]! > 0 ? best : undefined;
    },
    async take(row) {
      const covered: number[] = [];
      await eachOf([row], (i) => {
        if (open[i] === 1) covered.push(i);
      });
      for (const i of covered) open[i] = 0;
      await eachOf(covered, (i) => degrees[i]!--);
    },
  };
}

/** Told a row in a ball, and the row whose ball it is. */
type Visit = (i: number, of: number) => void;

/** All pairs in one ball; undefined where they would take more memory than a few blocks. */
async function graphWithin(
  points: Matrix,
  radius: number,
  means: Means,
): Promise<NeighbourGraph | undefined> {
  try {
    return await neighbourGraph({ points, radius, maxEntries: MOST_ENTRIES, ...means });
  } catch (error) {
    if (error instanceof CodedError && error.code === 'SELECTION_TOO_LARGE') return undefined;
    throw error;
  }
}

function eachNeighbour(graph: NeighbourGraph, rows: readonly number[], visit: Visit): void {
  const { offsets, neighbours } = graph;
  for (const row of rows) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) visit(neighbours[at]!, row);
  }
}

function countNeighbours({ offsets, neighbours }: NeighbourGraph, open: Uint8Array): Int32Array {
  const degrees = new Int32Array(open.length);
  for (let i = 0; i < open.length; i++) {
    for (let at = offsets[i]!; at < offsets[i + 1]!; at++) degrees[i]! += open[neighbours[at]!]!;
  }
  return degrees;
}

interface Balls extends Means {
  readonly pool: Matrix;
  readonly norms: Float64Array;
  readonly squaredRadius: number;
}

/** For each row the open rows in its ball; each pair is looked at once. */
async function countOpen(balls: Balls, open: Uint8Array): Promise<Int32Array> {
  const { pool } = balls;
  const degrees = Int32Array.from(open);
  const step = Math.max(1, Math.floor(BLOCK_FLOATS / pool.rows));
  for (let start = 0; start < pool.rows; start += step) {
    const rows = Array.from({ length: Math.min(step, pool.rows - start) }, (_, r) => start + r);
    const visit = (j: number, i: number) => {
      if (j <= i) return;
      degrees[i]! += open[j]!;
      degrees[j]! += open[i]!;
    };
    await eachPair(balls, rows, { from: start, visit });
  }
  return degrees;
}

/** Visits all pairs of one of the rows and one of the pool, from `from` on, in one ball. */
async function eachPair(
  { pool, norms, squaredRadius, kernels, signal }: Balls,
  rows: readonly number[],
  { from = 0, visit }: { from?: number; visit: Visit },
): Promise<void> {
  const right = sliceRows(pool, from, pool.rows);
  const step = Math.max(1, Math.floor(BLOCK_FLOATS / right.rows));
  for (let start = 0; start < rows.length; start += step) {
    const some = rows.slice(start, start + step);
    const { data } = await kernels.multiply(takeRows(pool, some), right, {
      transposeB: true,
      signal,
    });
    for (const [r, i] of some.entries()) {
      const offset = r * right.rows - from;
      const slack = norms[i]! * (1 - ROUNDING) - squaredRadius;
      for (let j = from; j < pool.rows; j++) {
        const excess = slack + norms[j]! * (1 - ROUNDING) - 2 * data[offset + j]!;
        if (excess > 0) continue;
        // A pair must be in or out at every look, else the degrees go astray.
        const isCertain = excess < -2 * ROUNDING * (norms[i]! + norms[j]!);
        if (isCertain || squaredDistance(pool, i, { b: pool, j }) <= squaredRadius) visit(j, i);
      }
    }
  }
}

/** By lot, the same on every call: where all is covered, no item is better than another. */
function fillUp(picked: readonly number[], size: number, count: number): number[] {
  const taken = new Set(picked);
  const rest = sampleIndices(seededRandom(0), size, size).filter((row) => !taken.has(row));
  return [...picked, ...rest.slice(0, count - picked.length)];
}
