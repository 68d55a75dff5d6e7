import { boundHeap, type BoundHeap } from './bound-heap.js';
import { nearestRows, squaredNorms, type Means } from './distances.js';
import { takeRows, type Matrix } from './matrix.js';
import { pause } from './pause.js';
import {
  gainOf,
  narrowedRows,
  raiseCover,
  similarityRows,
  type Coverage,
  type SimilarityRows,
} from './similarity-rows.js';

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
/** Error of a gain added up in float32, as a share of it. */
const ROUNDING = 1e-5;

/**
 * Greedy maximisation of Σ_i w_i · max over the chosen c of exp(−‖x_i − c‖² / r²) (MaxHerding; Bae
 * et al. 2024). The picks are those of the plain greedy. The objective is submodular, so that a gain
 * found earlier bounds the present one and only candidates with the highest bounds are looked at
 * (lazy greedy; Minoux 1978), each time at ever fewer points. When nothing is left to gain, the
 * rest are the lowest rows.
 *
 * Cost 2·M·P·d flops when all similarities can be kept (M·P ≤ 10⁸), else a few times that; memory
 * 400 MiB.
 */
export async function herd(task: HerdingTask): Promise<number[]> {
  const { candidates, weights, count, signal, onProgress } = task;
  const state = await openState(task);
  const { bounds, cover } = state;
  const negligible = SMALLEST_GAIN * weights.reduce((sum, weight) => sum + weight, 0);
  const picked: number[] = [];
  while (picked.length < count) {
    await pause(signal);
    const best = await bestCandidate(state, picked.length);
    if (best === undefined || bounds[best]! <= negligible) break;
    state.inside.removeFirst();
    picked.push(best);
    onProgress?.(picked.length);
    raiseCover(...state.homes[best]!, cover);
    state.homes[best] = undefined;
  }
  return fillUp(picked, candidates.rows, count);
}

/** Where the similarities of a candidate are. */
type Home = readonly [block: SimilarityRows, place: number];

interface State extends Coverage {
  readonly task: HerdingTask;
  /** Candidates whose similarities may be kept. */
  readonly keptRows: number;
  readonly pointNorms: Float64Array;
  /** M: at least the present gain of each candidate. */
  readonly bounds: Float64Array;
  /** M: picks that the bound takes into account; −1 where it is no gain. */
  readonly seen: Int32Array;
  /** M: of the candidates inside. */
  readonly homes: (Home | undefined)[];
  /** Candidates whose similarities are kept, and those whose are not. */
  inside: BoundHeap;
  readonly outside: BoundHeap;
}

async function openState(task: HerdingTask): Promise<State> {
  const { candidates, points, weights, kernels, keptBytes = KEPT_BYTES } = task;
  const cover = await startingCover(task);
  const pointNorms = squaredNorms(points);
  const keptRows = Math.max(8, Math.floor(keptBytes / (4 * Math.max(1, points.rows))));
  const bounds =
    candidates.rows <= keptRows
      ? new Float64Array(candidates.rows).fill(Infinity)
      : await kernels.coverageGains({ ...task, pointNorms, cover });
  for (let row = 0; row < bounds.length; row++) bounds[row]! *= 1 + ROUNDING;
  const outside = boundHeap(bounds);
  for (let row = 0; row < bounds.length; row++) outside.add(row);
  return {
    ...{ task, keptRows, pointNorms, cover, weights, bounds },
    memory: new Int32Array(points.rows + 1),
    seen: new Int32Array(bounds.length).fill(-1),
    homes: Array.from(bounds, () => undefined),
    inside: boundHeap(bounds),
    outside,
  };
}

async function startingCover({ points, labelled, radius, kernels, signal }: HerdingTask) {
  if (!labelled?.rows) return new Float64Array(points.rows);
  const { squared } = await nearestRows(points, labelled, { kernels, signal });
  return Float64Array.from(squared, (value) => Math.exp(-value / (radius * radius)));
}

/** The candidate of the largest gain, of equals the lowest row: no bound is above its gain. */
async function bestCandidate(state: State, picks: number): Promise<number | undefined> {
  const { outside, bounds, seen, homes } = state;
  for (;;) {
    const first = state.inside.first();
    const next = outside.first();
    if (next !== undefined && (first === undefined || comesBefore(bounds, next, first))) {
      await openBlock(state);
    } else if (first === undefined || seen[first] === picks) {
      return first;
    } else {
      bounds[first] = gainOf(...homes[first]!, state);
      seen[first] = picks;
      state.inside.sinkFirst();
    }
  }
}

function comesBefore(bounds: Float64Array, a: number, b: number): boolean {
  return bounds[a]! > bounds[b]! || (bounds[a] === bounds[b] && a < b);
}

/** Brings those with the highest bounds inside. */
async function openBlock(state: State): Promise<void> {
  const { task, pointNorms, cover, weights, bounds, seen, homes, keptRows, outside } = state;
  const affordable = Math.ceil(BLOCK_FLOATS / Math.max(1, cover.length));
  const width = Math.min(MOST_ROWS, affordable, Math.ceil(keptRows / 8), outside.size);
  makeRoom(state, width);
  const rows = Array.from({ length: width }, () => outside.removeFirst()!);
  // Candidates in the part of points, so that the similarities of each lie together.
  const similarities = await task.kernels.similarities({
    points: takeRows(task.candidates, rows),
    candidates: task.points,
    candidateNorms: pointNorms,
    radius: task.radius,
    signal: task.signal,
  });
  const column = { rows: cover.length, cols: 1, data: new Float32Array(weights) };
  const { data: most } = await task.kernels.multiply(similarities, column);
  const block = similarityRows(rows, similarities);
  for (const [place, row] of rows.entries()) {
    homes[row] = [block, place];
    seen[row] = -1;
    bounds[row] = Math.min(bounds[row]!, most[place]! * (1 + ROUNDING));
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
