import { throwIfCancelled } from '../errors.js';
import { nearestRows, squaredDistance, squaredNorms, type Means } from './distances.js';
import { sliceRows, takeRows, type Matrix } from './matrix.js';
import { kthLargest, topIndices } from './top-k.js';

/** What is to be covered, and by what it is already. */
export interface CoverTask extends Means {
  /** N × d; near the origin, for exact distances. */
  readonly points: Matrix;
  /** N squared norms of the points. */
  readonly norms: Float64Array;
  /** L ≥ 1 rows that are centres already, or the row of the points that is picked first. */
  readonly from: Matrix | number;
  /** Rows wanted, at most N. */
  readonly count: number;
  readonly onProgress?: ((picked: number) => void) | undefined;
}

/** Rows among which the greedy works between two looks at the other points. */
const FRONT_ROWS = 512;
/** Rows whose distances to new centres are computed at once. */
const BLOCK_ROWS = 512;
/** Error of float32 distances, in units of the norms, allowed for before one is trusted. */
const ROUNDING = 4e-6;

/**
 * Takes, again and again, the point farthest from all centres and all points taken, by distances
 * in float64 (Gonzalez 1985). A distance to the nearest centre only falls, so that one found
 * earlier bounds the present one and points that are near a centre are not looked at again: cost
 * 2·N·count·d flops on the kernels at most, mostly a fifth of that.
 */
export async function farthestFirst(task: CoverTask): Promise<number[]> {
  const { from, count, signal, onProgress } = task;
  const state = openState(task);
  const { picked } = state;
  await coverByFirst(state, from);
  while (picked.length < count) {
    throwIfCancelled(signal);
    add(state, await pickInFront(state, count - picked.length));
    onProgress?.(picked.length);
  }
  return picked;
}

/** In place of a centre: the distance to it is known in float64. */
const SETTLED = -1;

/** Centres are rows of the points; those given are numbered from −2 down. */
function givenCentre(row: number): number {
  return -2 - row;
}

interface State extends Means {
  readonly points: Matrix;
  readonly norms: Float64Array;
  readonly given: Matrix | undefined;
  readonly picked: number[];
  /** count × d, the picks so far filled in. */
  readonly centres: Matrix;
  /** Room for the rows of one block. */
  readonly memory: Float32Array;
  /** Picks, of all so far, that the cover of each point takes into account. */
  readonly seen: Int32Array;
  /** Squared distance of each point to its nearest centre, within `slack` until it is settled. */
  readonly cover: Float64Array;
  /** That centre, or `SETTLED`. */
  readonly nearest: Int32Array;
  /** Bound on the error of squared distances from products. */
  readonly slack: number;
}

function add({ points, picked, centres }: State, rows: readonly number[]): void {
  copyRows(points, rows, centres.data.subarray(picked.length * points.cols));
  picked.push(...rows);
}

function openState({ points, norms, from, count, kernels, signal }: CoverTask): State {
  const given = typeof from === 'number' ? undefined : from;
  const squares = [norms, given ? squaredNorms(given) : norms];
  const most = Math.max(...squares.map((some) => some.reduce((a, b) => Math.max(a, b), 0)));
  const centres = { rows: count, cols: points.cols, data: new Float32Array(count * points.cols) };
  return {
    ...{ points, norms, given, picked: [], centres, kernels, signal },
    memory: new Float32Array(BLOCK_ROWS * points.cols),
    seen: new Int32Array(points.rows),
    cover: new Float64Array(points.rows).fill(Infinity),
    nearest: new Int32Array(points.rows).fill(SETTLED),
    slack: 2 * ROUNDING * most,
  };
}

async function coverByFirst(state: State, from: Matrix | number): Promise<void> {
  const { points, norms, cover, nearest, seen, kernels, signal } = state;
  if (typeof from === 'number') add(state, [from]);
  const centres = typeof from === 'number' ? sliceRows(state.centres, 0, 1) : from;
  const found = await nearestRows(points, centres, { leftNorms: norms, kernels, signal });
  for (let i = 0; i < points.rows; i++) {
    cover[i] = found.squared[i]!;
    nearest[i] = typeof from === 'number' ? from : givenCentre(found.index[i]!);
  }
  seen.fill(state.picked.length);
}

/** Brings the covers of rows up to date. */
async function refresh(state: State, rows: readonly number[]): Promise<void> {
  const { points, norms, picked, centres, seen, memory, kernels, signal } = state;
  const order = byValue(rows, seen);
  for (let start = 0; start < order.length; start += BLOCK_ROWS) {
    const block = order.slice(start, start + BLOCK_ROWS);
    const first = seen[block[0]!]!;
    const unseen = sliceRows(centres, first, picked.length);
    const leftNorms = Float64Array.from(block, (row) => norms[row]!);
    const means = { leftNorms, kernels, signal };
    const { index, squared } = await nearestRows(copyRows(points, block, memory), unseen, means);
    for (let at = 0; at < block.length; at++) {
      lower(state, block[at]!, { centre: picked[first + index[at]!]!, squared: squared[at]! });
      seen[block[at]!] = picked.length;
    }
  }
}

/** The rows in the order of few distinct values, lowest first. */
function byValue(rows: readonly number[], values: Int32Array): number[] {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const group = groups.get(values[row]!);
    if (group) group.push(row);
    else groups.set(values[row]!, [row]);
  }
  return [...groups].sort(([a], [b]) => a - b).flatMap(([, group]) => group);
}

/** `takeRows` into memory that is there already. */
function copyRows({ cols, data }: Matrix, rows: readonly number[], into: Float32Array): Matrix {
  for (const [at, row] of rows.entries()) {
    into.set(data.subarray(row * cols, (row + 1) * cols), at * cols);
  }
  return { rows: rows.length, cols, data: into.subarray(0, rows.length * cols) };
}

/** Lowers the cover of one point where another centre is nearer. */
function lower(
  state: State,
  row: number,
  { centre, squared }: { centre: number; squared: number },
): void {
  const { cover, nearest, slack } = state;
  const lead = cover[row]! - squared;
  if (lead < -2 * slack) return;
  if (lead < 2 * slack) settle(state, row);
  const known = nearest[row] === SETTLED ? cover[row]! : Infinity;
  cover[row] = squared;
  nearest[row] = centre;
  // Too close to call: float64 decides.
  if (lead < 2 * slack) {
    settle(state, row);
    cover[row] = Math.min(known, cover[row]);
  }
}

/** Puts the distance of a point to its nearest centre in float64. */
function settle({ points, given, cover, nearest }: State, i: number): void {
  const centre = nearest[i]!;
  if (centre === SETTLED) return;
  const other = centre < 0 ? { b: given!, j: givenCentre(centre) } : { b: points, j: centre };
  cover[i] = squaredDistance(points, i, other);
  nearest[i] = SETTLED;
}

/**
 * Greedy inside the rows that are farthest now. Their distances are exact; every other row's
 * present cover bounds what it can still reach, so picks are those of the plain greedy while the
 * front's maximum stays above that bound. The first pick is always the global maximum.
 */
async function pickInFront(state: State, wanted: number): Promise<number[]> {
  const { points, norms, cover, kernels, signal } = state;
  const front = await farthest(state, FRONT_ROWS + 1);
  const bound = front.length > FRONT_ROWS ? cover[front.pop()!]! * (1 + ROUNDING) : 0;
  const rows = takeRows(points, front);
  const reach = Float64Array.from(front, (row) => cover[row]!);
  const rowNorms = Float64Array.from(front, (row) => norms[row]!);
  const { data: products } = await kernels.multiply(rows, rows, { transposeB: true, signal });
  const fresh: number[] = [];
  while (fresh.length < Math.min(wanted, front.length)) {
    const best = indexOfLargest(reach);
    if (fresh.length > 0 && reach[best]! < bound) break;
    fresh.push(front[best]!);
    for (let j = 0, at = best * front.length; j < front.length; j++, at++) {
      const least = (1 - ROUNDING) * (rowNorms[best]! + rowNorms[j]!) - 2 * products[at]!;
      if (least >= reach[j]!) continue;
      reach[j] = Math.min(reach[j]!, squaredDistance(rows, best, { b: rows, j }));
    }
    reach[best] = -1;
  }
  return fresh;
}

/** The rows of the largest covers, settled, largest first; of equals the lowest rows. */
async function farthest(state: State, most: number): Promise<number[]> {
  const { cover, picked, seen, slack } = state;
  const count = Math.min(most, cover.length - picked.length);
  const open = new Float32Array(cover.length);
  const scratch = new Float32Array(cover.length);
  for (let width = 4 * count; ; width *= 2) {
    open.set(cover);
    for (const row of picked) open[row] = -Infinity;
    let known = 0;
    for (let i = 0; i < open.length; i++)
      if (seen[i] === picked.length) scratch[known++] = open[i]!;
    // Whatever float64 can bring into the front lies within the errors of both.
    const least =
      known < count ? -Infinity : kthLargest(scratch.subarray(0, known), count) - 3 * slack;
    scratch.set(open);
    const within = kthLargest(scratch, Math.min(width, open.length - picked.length));
    const rows = rowsAbove(open, Math.max(least, within));
    const stale = rows.filter((row) => seen[row]! < picked.length);
    if (stale.length > 0) await refresh(state, stale);
    else if (within <= least || width >= open.length) return largestOf(state, rows, count);
  }
}

function rowsAbove(values: Float32Array, least: number): number[] {
  const rows: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i]! >= least && values[i] !== -Infinity) rows.push(i);
  }
  return rows;
}

function largestOf(state: State, rows: readonly number[], count: number): number[] {
  for (const row of rows) settle(state, row);
  const covers = Float64Array.from(rows, (row) => state.cover[row]!);
  return topIndices(covers, count).map((at) => rows[at]!);
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
