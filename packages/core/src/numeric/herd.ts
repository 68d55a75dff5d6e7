import { boundHeap, type BoundHeap } from './bound-heap.js';
import { nearestRows, squaredNorms, type Means } from './distances.js';
import { tileRanges } from './kernel-shapes.js';
import { takeRows, type Matrix } from './matrix.js';
import { pause } from './pause.js';
import {
  coverageOf,
  gainInPart,
  narrowedRows,
  raiseCover,
  similarityRows,
  type Coverage,
  type SimilarityRows,
} from './similarity-rows.js';
import { boundParts, ROUNDING, sweepPicks } from './sweep-picks.js';

/** What is to be represented, by what, and how far an item reaches. */
export interface HerdingTask extends Means {
  /** M × d candidates, M ≥ count. */
  readonly candidates: Matrix;
  /** P × d points to be represented. */
  readonly points: Matrix;
  /** P weights of the points, ≥ 0. */
  readonly weights: Float64Array;
  /** L × d items that represent already. */
  readonly labelled?: Matrix | undefined;
  /** Kernel radius r > 0. */
  readonly radius: number;
  readonly count: number;
  /** Bytes of similarities that are kept. Default 400 MiB; less costs time. */
  readonly keptBytes?: number | undefined;
  readonly onProgress?: ((picked: number) => void) | undefined;
}

/** Similarities that are computed at once, and candidates among them at most. */
const BLOCK_FLOATS = 2 ** 23;
const MOST_ROWS = 512;
const KEPT_BYTES = 400 * 2 ** 20;
/** Share of the total weight below which a gain is rounding. */
const SMALLEST_GAIN = 1e-9;

/**
 * Greedy maximisation of Σ_i w_i · max over the chosen c of exp(−‖x_i − c‖² / r²) (MaxHerding; Bae
 * et al. 2024). The picks are those of the plain greedy. The objective is submodular, so that a gain
 * found earlier bounds the present one and only candidates with the highest bounds are looked at
 * (lazy greedy; Minoux 1978), each time at ever fewer points. The first picks change the gains of
 * nearly all: where all similarities are at hand, all gains are computed anew after each of those.
 * When nothing is left to gain, the rest are the lowest rows.
 *
 * Cost 2·M·P·d flops when all similarities can be kept (M·P ≤ 10⁸), half of that when candidates and
 * points are the same object, else a few times that; memory 400 MiB.
 */
export async function herd(task: HerdingTask): Promise<number[]> {
  const { candidates, weights, count, signal, onProgress } = task;
  const negligible = SMALLEST_GAIN * weights.reduce((sum, weight) => sum + weight, 0);
  const { state, picked } = await openState(task, negligible);
  const { bounds, coverage, homes } = state;
  while (picked.length < count) {
    await pause(signal);
    const best = await bestCandidate(state, picked.length);
    if (best === undefined || bounds[best]! <= negligible) break;
    state.inside.removeFirst();
    picked.push(best);
    onProgress?.(picked.length);
    raiseCover(...homes[best]!, coverage);
    homes[best] = undefined;
  }
  return fillUp(picked, candidates.rows, count);
}

/** Where the similarities of a candidate are. */
type Home = readonly [block: SimilarityRows, place: number];

interface State {
  readonly task: HerdingTask;
  /** Candidates whose similarities may be kept. */
  readonly keptRows: number;
  readonly pointNorms: Float64Array;
  readonly coverage: Coverage;
  /** M: at least the present gain of each candidate. */
  readonly bounds: Float64Array;
  /** M × parts: at least the present gain of each candidate inside, in each part of the points. */
  readonly partBounds: Float64Array;
  /** M: part of a candidate that is to be looked at next, of all parts in turn. */
  readonly nextPart: Int32Array;
  /** M: parts looked at since the picks were as many as `seen` says. */
  readonly freshParts: Int32Array;
  readonly seen: Int32Array;
  /** M: of the candidates inside. */
  readonly homes: (Home | undefined)[];
  /** Candidates whose similarities are kept, and those whose are not. */
  inside: BoundHeap;
  readonly outside: BoundHeap;
}

async function openState(task: HerdingTask, negligible: number) {
  const { candidates, points, weights, kernels, keptBytes = KEPT_BYTES } = task;
  const cover = await startingCover(task);
  const pointNorms = squaredNorms(points);
  const keptRows = Math.max(8, Math.floor(keptBytes / (4 * Math.max(1, points.rows))));
  const bounds = new Float64Array(candidates.rows).fill(Infinity);
  const ranges = tileRanges(points.rows);
  const state: State = {
    ...{ task, keptRows, pointNorms, bounds },
    coverage: coverageOf(cover, new Float32Array(weights), ranges),
    partBounds: new Float64Array(candidates.rows * ranges.length),
    nextPart: new Int32Array(candidates.rows),
    freshParts: new Int32Array(candidates.rows),
    seen: new Int32Array(candidates.rows).fill(-1),
    homes: Array.from(bounds, () => undefined),
    inside: boundHeap(bounds),
    outside: boundHeap(bounds),
  };
  if (candidates === points && candidates.rows <= keptRows) {
    return { state, picked: await openAll(state, negligible) };
  }
  if (candidates.rows > keptRows) {
    bounds.set(await kernels.coverageGains({ ...task, pointNorms, cover }));
    for (let row = 0; row < bounds.length; row++) bounds[row]! *= 1 + ROUNDING;
  }
  for (let row = 0; row < bounds.length; row++) state.outside.add(row);
  return { state, picked: [] };
}

async function startingCover({ points, labelled, radius, kernels, signal }: HerdingTask) {
  if (!labelled?.rows) return new Float32Array(points.rows);
  const { squared } = await nearestRows(points, labelled, { kernels, signal });
  return squared.map((value) => Math.exp(-value / (radius * radius)));
}

/** Brings all candidates inside, which are the points; answers the first picks. */
async function openAll(state: State, negligible: number): Promise<number[]> {
  const { task, pointNorms, homes, inside } = state;
  const { points, radius, kernels, signal } = task;
  const { tiles } = await kernels.similarities({
    ...{ points, candidates: points, radius, signal },
    ...{ pointNorms, candidateNorms: pointNorms },
  });
  const strips = tileRanges(points.rows).map(([start, end], at) =>
    similarityRows(
      Array.from({ length: end - start }, (_, place) => start + place),
      tiles[at]!,
    ),
  );
  const picked = await sweepPicks({ ...task, ...state, strips, negligible });
  for (const strip of strips) {
    for (const [place, row] of strip.rows.entries()) {
      if (picked.includes(row)) continue;
      homes[row] = [strip, place];
      inside.add(row);
    }
  }
  return picked;
}

/** The candidate of the largest gain, of equals the lowest row: no bound is above its gain. */
async function bestCandidate(state: State, picks: number): Promise<number | undefined> {
  const { outside, bounds, seen, freshParts, coverage } = state;
  for (;;) {
    const first = state.inside.first();
    const next = outside.first();
    if (next !== undefined && (first === undefined || comesBefore(bounds, next, first))) {
      await openBlock(state);
    } else if (
      first === undefined ||
      (seen[first] === picks && freshParts[first] === coverage.parts.length)
    ) {
      return first;
    } else {
      lookAtPart(state, first, picks);
      state.inside.sinkFirst();
    }
  }
}

/** Brings the bound of a candidate nearer to its gain, until after all parts it is the gain. */
function lookAtPart(state: State, row: number, picks: number): void {
  const { coverage, bounds, partBounds, nextPart, freshParts, seen, homes } = state;
  const { parts } = coverage;
  const [block, place] = homes[row]!;
  if (seen[row] !== picks) freshParts[row] = 0;
  seen[row] = picks;
  const at = nextPart[row]!;
  partBounds[row * parts.length + at] = gainInPart(block.parts[at]!, place, parts[at]!);
  nextPart[row] = (at + 1) % parts.length;
  freshParts[row]!++;
  bounds[row] = sumOfParts(state, row);
}

function sumOfParts({ coverage, partBounds }: State, row: number): number {
  const { length } = coverage.parts;
  let sum = 0;
  for (let at = row * length; at < (row + 1) * length; at++) sum += partBounds[at]!;
  return sum;
}

function comesBefore(bounds: Float64Array, a: number, b: number): boolean {
  return bounds[a]! > bounds[b]! || (bounds[a] === bounds[b] && a < b);
}

/** Brings those with the highest bounds inside. */
async function openBlock(state: State): Promise<void> {
  const { task, pointNorms, seen, homes, keptRows, outside } = state;
  const { points, candidates, radius, kernels, signal } = task;
  const affordable = Math.ceil(BLOCK_FLOATS / Math.max(1, points.rows));
  const width = Math.min(MOST_ROWS, affordable, Math.ceil(keptRows / 8), outside.size);
  makeRoom(state, width);
  const rows = Array.from({ length: width }, () => outside.removeFirst()!);
  // Candidates in the part of points, so that the similarities of each lie together.
  const { tiles } = await kernels.similarities({
    points: takeRows(candidates, rows),
    candidates: points,
    candidateNorms: pointNorms,
    radius,
    signal,
  });
  // At most 512 rows are one strip of tiles; none are needed where there are no points.
  const block = similarityRows(rows, tiles[0] ?? []);
  await boundParts(block, { ...state, kernels });
  for (const [place, row] of rows.entries()) {
    homes[row] = [block, place];
    seen[row] = -1;
    state.inside.add(row);
  }
}

/**
 * Puts the lower half of the bounds outside when new rows would not fit. The best candidate always
 * stays, so that the search for it ends.
 */
function makeRoom(state: State, width: number): void {
  const { bounds, homes, keptRows, outside } = state;
  const blocks = new Set(homes.flatMap((home) => (home ? [home[0]] : [])));
  const held = [...blocks].reduce((sum, { rows }) => sum + rows.length, 0);
  if (held + width <= keptRows) return;
  const before = state.inside;
  state.inside = boundHeap(bounds);
  const staying = new Set<number>();
  while (before.size > 0) {
    const row = before.removeFirst()!;
    if (staying.size < Math.ceil(keptRows / 2)) {
      staying.add(row);
      state.inside.add(row);
    } else {
      homes[row] = undefined;
      outside.add(row);
    }
  }
  for (const block of blocks) {
    const high = [...block.rows.keys()].filter((place) => staying.has(block.rows[place]!));
    const narrowed = narrowedRows(block, high);
    for (const [place, row] of narrowed.rows.entries()) homes[row] = [narrowed, place];
  }
}

function fillUp(picked: readonly number[], size: number, count: number): number[] {
  const taken = new Set(picked);
  const all = [...picked];
  for (let row = 0; all.length < count && row < size; row++) if (!taken.has(row)) all.push(row);
  return all;
}
