import { CodedError, throwIfCancelled } from '../errors.js';
import { squaredDistance, squaredNorms, type Means } from './distances.js';
import { sliceRows, takeRows, type Matrix } from './matrix.js';
import { sampleIndices, seededRandom } from './random.js';

/** Who lies near whom: the neighbours of row i are `neighbours[offsets[i] … offsets[i + 1])`. */
export interface NeighbourGraph {
  /** N + 1 places in `neighbours`. */
  readonly offsets: Float64Array;
  /** Rows, rising for each i, i itself among them. */
  readonly neighbours: Int32Array;
}

/** Whose neighbours are wanted and how far they may be. */
export interface GraphTask extends Means {
  /** N × d; near the origin, for exact distances. */
  readonly points: Matrix;
  /** Largest distance of neighbours, > 0. */
  readonly radius: number;
  /** Entries of `neighbours` at most, 8 bytes each while it is built. Default 2²⁷ (1 GiB). */
  readonly maxEntries?: number;
}

const ROW_BLOCK = 1024;
const COLUMN_BLOCK = 4096;
/** Rows whose neighbours are counted to foresee the size of the graph. */
const SAMPLE_ROWS = 256;
/** Error of float32 distances, in units of the norms, within which float64 decides. */
const ROUNDING = 4e-6;

/**
 * The graph of all pairs at a distance of at most `radius`, exact in float64 where float32 products
 * could err. Only pairs i < j are computed: N²·d flops on the kernels. Memory is the graph.
 *
 * @throws CodedError `SELECTION_TOO_LARGE` when the graph would have more than `maxEntries`, foreseen
 *   from a sample of rows before the work begins.
 */
export async function neighbourGraph(task: GraphTask): Promise<NeighbourGraph> {
  const { points, radius, maxEntries = 2 ** 27, signal } = task;
  const pairs = pairStore(points.rows);
  await foresee(task, maxEntries);
  const norms = squaredNorms(points);
  for (let start = 0; start < points.rows; start += ROW_BLOCK) {
    for (let from = start; from < points.rows; from += COLUMN_BLOCK) {
      throwIfCancelled(signal);
      await addPairsWithin(task, { pairs, norms }, { start, from });
      const entries = 2 * pairs.size + points.rows;
      if (entries > maxEntries) throw tooLarge(radius, entries, maxEntries);
    }
  }
  return pairs.toGraph();
}

/** Refuses early: the neighbours of a few rows tell how many there are in all. */
async function foresee(task: GraphTask, maxEntries: number): Promise<void> {
  const { points, radius, kernels, signal } = task;
  if (points.rows ** 2 <= maxEntries) return;
  const rows = sampleIndices(seededRandom(0), points.rows, Math.min(points.rows, SAMPLE_ROWS));
  const sample = takeRows(points, rows);
  const [sampleNorms, norms] = [squaredNorms(sample), squaredNorms(points)];
  let found = 0;
  for (let from = 0; from < points.rows; from += COLUMN_BLOCK) {
    throwIfCancelled(signal);
    const block = sliceRows(points, from, Math.min(points.rows, from + COLUMN_BLOCK));
    const { data } = await kernels.multiply(sample, block, { transposeB: true, signal });
    for (let i = 0, at = 0; i < sample.rows; i++) {
      const threshold = sampleNorms[i]! - radius * radius;
      for (let j = 0; j < block.rows; j++, at++) {
        if (2 * data[at]! >= threshold + norms[from + j]!) found++;
      }
    }
  }
  const entries = Math.round((found / rows.length) * points.rows);
  if (entries > maxEntries) throw tooLarge(radius, entries, maxEntries);
}

/** Adds the pairs i < j of a block of rows by a block of columns. */
async function addPairsWithin(
  { points, radius, kernels, signal }: GraphTask,
  { pairs, norms }: { pairs: PairStore; norms: Float64Array },
  { start, from }: { start: number; from: number },
): Promise<void> {
  const left = sliceRows(points, start, Math.min(points.rows, start + ROW_BLOCK));
  const right = sliceRows(points, from, Math.min(points.rows, from + COLUMN_BLOCK));
  const { data } = await kernels.multiply(left, right, { transposeB: true, signal });
  const limit = radius * radius;
  for (let i = start; i < start + left.rows; i++) {
    const own = norms[i]! * (1 - ROUNDING) - limit;
    const offset = (i - start) * right.rows - from;
    for (let j = Math.max(from, i + 1); j < from + right.rows; j++) {
      const excess = own + norms[j]! * (1 - ROUNDING) - 2 * data[offset + j]!;
      if (excess > 0) continue;
      const certain = excess < -2 * ROUNDING * (norms[i]! + norms[j]!);
      if (certain || squaredDistance(points, i, { b: points, j }) <= limit) pairs.add(i, j);
    }
  }
}

type PairStore = ReturnType<typeof pairStore>;

/** Pairs in growing chunks, then sorted into rows by counting. */
function pairStore(size: number) {
  const chunks: Int32Array[] = [];
  const degrees = new Int32Array(size).fill(1);
  const chunkLength = 2 ** 20;
  let count = 0;
  return {
    get size() {
      return count;
    },
    add(i: number, j: number): void {
      const at = (2 * count) % chunkLength;
      if (at === 0) chunks.push(new Int32Array(chunkLength));
      const chunk = chunks[chunks.length - 1]!;
      chunk[at] = i;
      chunk[at + 1] = j;
      degrees[i]!++;
      degrees[j]!++;
      count++;
    },
    toGraph(): NeighbourGraph {
      const offsets = new Float64Array(size + 1);
      for (let i = 0; i < size; i++) offsets[i + 1] = offsets[i]! + degrees[i]!;
      const neighbours = new Int32Array(offsets[size]!);
      const places = offsets.slice();
      for (let i = 0; i < size; i++) neighbours[places[i]!++] = i;
      for (let pair = 0; pair < count; pair++) {
        const chunk = chunks[Math.floor((2 * pair) / chunkLength)]!;
        const at = (2 * pair) % chunkLength;
        const [i, j] = [chunk[at]!, chunk[at + 1]!];
        neighbours[places[i]!++] = j;
        neighbours[places[j]!++] = i;
      }
      for (let i = 0; i < size; i++) neighbours.subarray(offsets[i], offsets[i + 1]).sort();
      return { offsets, neighbours };
    },
  };
}

function tooLarge(radius: number, entries: number, maxEntries: number): CodedError {
  const gibibytes = (8 * entries) / 2 ** 30;
  return new CodedError(
    'SELECTION_TOO_LARGE',
    `The pairs within ${radius} of each other would take about ${gibibytes.toFixed(1)} GiB.`,
    {
      field: 'radius',
      value: radius,
      entries,
      maxEntries,
      remedy: 'Choose a smaller radius, or choose from a part of the pool.',
    },
  );
}
