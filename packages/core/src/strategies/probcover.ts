import { throwIfCancelled } from '../errors.js';
import {
  distanceBlocks,
  nearestRows,
  squaredDistance,
  squaredNorms,
  type Means,
} from '../numeric/distances.js';
import { kMeans } from '../numeric/k-means.js';
import { sliceRows, takeRows, type Matrix } from '../numeric/matrix.js';
import { neighbourRadius } from '../numeric/neighbour-radius.js';
import { sampleIndices, type Random } from '../numeric/random.js';
import { defineStrategy } from './contract/define-strategy.js';
import { herdingSpace } from './contract/herding-space.js';

/** Floats of one block of products. */
const BLOCK_FLOATS = 4_194_304;
/** Rows whose surroundings tell the radius, and rows that are clustered for it. */
const SAMPLE_ROWS = 1000;
const CLUSTERED_ROWS = 10_000;
/** Error of float32 distances, in units of the norms, within which float64 decides. */
const ROUNDING = 4e-6;
/** Groups of the pool at most, where the classes are not known. */
const MOST_GROUPS = 100;

/** Takes, again and again, the item whose ball holds most items that no ball holds yet. */
export const probcover = defineStrategy({
  id: 'probcover',
  title: 'ProbCover',
  summary:
    'Asks for the centres of balls that cover as much of the pool as can be, dense parts first. For the first labels; the radius is estimated.',
  source:
    'Yehuda, Dekel, Hacohen and Weinshall 2022, Active learning through a covering lens; rows of norm 1',
  cost: 'O(N²·d) in all, whatever the batch: degrees fall by the neighbours of each item when it is covered; memory stays one block',
  needs: ['embeddings'],
  uses: ['labelledEmbeddings', 'labelledTargets'],
  options: {
    radius: {
      kind: 'number',
      default: 0,
      min: 0,
      max: 1e6,
      help: 'Radius of a ball among rows of norm 1; 0 estimates it.',
    },
    purity: {
      kind: 'number',
      default: 0.95,
      min: 0.5,
      max: 1,
      help: 'Share of balls that must hold items of one group only, where the radius is estimated.',
    },
    groups: {
      kind: 'integer',
      default: 0,
      min: 0,
      max: 10_000,
      help: 'Groups of the pool, made by k-means, for that estimate; 0 takes the classes that have labels, or, without, as many as labels after this batch (100 at most).',
    },
  },
  randomised: true,
  async select({ embeddings, labelledEmbeddings, labelledTargets }, context) {
    const { count, options, random, kernels, signal, onProgress } = context;
    const toSpace = herdingSpace(embeddings);
    const pool = toSpace(embeddings);
    const labelled = labelledEmbeddings && toSpace(labelledEmbeddings);
    const classes = new Set(labelledTargets).size;
    const labels = count + (labelled?.rows ?? 0);
    const groups = options.groups || (classes > 1 ? classes : Math.min(labels, MOST_GROUPS));
    const means = { kernels, signal };
    const radius =
      options.radius ||
      (await pureRadius(pool, { groups, purity: options.purity, labels, random, ...means }));
    const cover = await openCover({ pool, labelled, radius }, means);
    const picked: number[] = [];
    while (picked.length < count) {
      throwIfCancelled(signal);
      const best = cover.best();
      if (best === undefined) return fillUp(picked, { size: pool.rows, count, random });
      picked.push(best);
      await cover.take(best);
      onProgress?.(picked.length);
    }
    return picked;
  },
});

/** The largest radius at which the given share of balls hold rows of one group only. */
async function pureRadius(
  pool: Matrix,
  task: Means & { groups: number; purity: number; labels: number; random: Random },
): Promise<number> {
  const { groups, purity, labels, random, ...means } = task;
  const group = await groupsOf(pool, { groups: Math.min(groups, pool.rows), random, ...means });
  const rows = sampleIndices(random, pool.rows, Math.min(pool.rows, SAMPLE_ROWS));
  const reach = new Float64Array(rows.length).fill(Infinity);
  for await (const block of distanceBlocks(takeRows(pool, rows), pool, means)) {
    for (let r = 0; r < block.rows; r++) {
      const own = group[rows[block.start + r]!];
      const squared = block.squared.subarray(r * pool.rows, (r + 1) * pool.rows);
      let least = Infinity;
      for (let j = 0; j < squared.length; j++) {
        if (squared[j]! < least && group[j] !== own) least = squared[j]!;
      }
      reach[block.start + r] = Math.sqrt(least);
    }
  }
  const radius = reach.sort()[Math.floor((1 - purity) * (reach.length - 1))]!;
  return radius > 0 && radius < Infinity ? radius : neighbourRadius(pool, labels, means);
}

async function groupsOf(
  pool: Matrix,
  { groups, random, ...means }: Means & { groups: number; random: Random },
): Promise<Int32Array> {
  const rows = sampleIndices(random, pool.rows, Math.min(pool.rows, CLUSTERED_ROWS));
  const clusters = Math.min(groups, rows.length);
  const { centres } = await kMeans(takeRows(pool, rows), { clusters, random, ...means });
  return (await nearestRows(pool, centres, means)).index;
}

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
  const balls: Balls = { pool, norms: squaredNorms(pool), squaredRadius, ...means };
  const open = new Uint8Array(pool.rows).fill(1);
  if (labelled?.rows) {
    const { squared } = await nearestRows(pool, labelled, means);
    for (let i = 0; i < open.length; i++) if (squared[i]! <= squaredRadius) open[i] = 0;
  }
  const degrees = await countOpen(balls, open);
  return {
    best() {
      let best = 0;
      for (let i = 1; i < degrees.length; i++) if (degrees[i]! > degrees[best]!) best = i;
      return degrees[best]! > 0 ? best : undefined;
    },
    async take(row) {
      const covered: number[] = [];
      await eachPair(balls, [row], {
        visit: (_, i) => {
          if (open[i] === 1) covered.push(i);
        },
      });
      for (const i of covered) open[i] = 0;
      await eachPair(balls, covered, { visit: (_, i) => degrees[i]!-- });
    },
  };
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
    const visit = (i: number, j: number) => {
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
  { from = 0, visit }: { from?: number; visit: (i: number, j: number) => void },
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
        if (isCertain || squaredDistance(pool, i, { b: pool, j }) <= squaredRadius) visit(i, j);
      }
    }
  }
}

function fillUp(
  picked: readonly number[],
  { size, count, random }: { size: number; count: number; random: Random },
): number[] {
  const taken = new Set(picked);
  const rest = sampleIndices(random, size, size).filter((row) => !taken.has(row));
  return [...picked, ...rest.slice(0, count - picked.length)];
}
