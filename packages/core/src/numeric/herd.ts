import { throwIfCancelled } from '../errors.js';
import { nearestRows, squaredNorms, type Means } from './distances.js';
import { takeRows, type Matrix } from './matrix.js';
import { topIndices } from './top-k.js';

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
const MOST_COLUMNS = 512;
const KEPT_BYTES = 400 * 2 ** 20;
/** Share of the total weight below which a gain is rounding. */
const SMALLEST_GAIN = 1e-9;

/**
 * Greedy maximisation of Σ_i w_i · max over the chosen c of exp(−‖x_i − c‖² / r²) (MaxHerding; Bae
 * et al. 2024). The picks are those of the plain greedy. The objective is submodular, so that a gain
 * found earlier bounds the present one and only candidates with the highest bounds are looked at
 * (lazy greedy; Minoux 1978). The similarities of those are kept, and their gains are held exact:
 * a pick changes them only through the points that it covers better, which are ever fewer. When
 * nothing is left to gain, the rest are the lowest rows.
 *
 * Cost 2·M·P·d flops when all similarities can be kept (M·P ≤ 10⁸), else a few times that; memory
 * 400 MiB.
 */
export async function herd(task: HerdingTask): Promise<number[]> {
  const { candidates, points, weights, count, signal, onProgress } = task;
  const cover = await startingCover(task);
  const pointNorms = squaredNorms(points);
  const { keptBytes = KEPT_BYTES } = task;
  const keptColumns = Math.max(8, Math.floor(keptBytes / (4 * Math.max(1, points.rows))));
  const bounds =
    candidates.rows <= keptColumns
      ? new Float64Array(candidates.rows).fill(Infinity)
      : await task.kernels.coverageGains({ ...task, pointNorms, cover });
  const negligible = SMALLEST_GAIN * weights.reduce((sum, weight) => sum + weight, 0);
  const order = byBound(bounds);
  const state: State = { task, keptColumns, pointNorms, cover, bounds, blocks: [], order };
  const picked: number[] = [];
  while (picked.length < count) {
    throwIfCancelled(signal);
    const best = await bestCandidate(state);
    if (best === undefined || best.block.gains[best.column]! <= negligible) break;
    picked.push(best.block.rows[best.column]!);
    onProgress?.(picked.length);
    take(state, best);
  }
  return fillUp(picked, candidates.rows, count);
}

/** Candidates whose gains are exact, with their similarities to all points. */
interface Block {
  readonly rows: readonly number[];
  /** P × rows. */
  readonly similarities: Float32Array;
  /** −Infinity once picked. */
  readonly gains: Float64Array;
}

interface State {
  readonly task: HerdingTask;
  /** Columns of similarities that all blocks together may have. */
  readonly keptColumns: number;
  readonly pointNorms: Float64Array;
  /** P: largest similarity to what is labelled or picked. */
  readonly cover: Float64Array;
  /** M: at least the present gain of each candidate outside the blocks. */
  readonly bounds: Float64Array;
  readonly blocks: Block[];
  /** Candidates outside the blocks; the highest bound is last. */
  readonly order: number[];
}

interface Place {
  readonly block: Block;
  readonly column: number;
}

async function startingCover({ points, labelled, radius, kernels, signal }: HerdingTask) {
  if (!labelled?.rows) return new Float64Array(points.rows);
  const { squared } = await nearestRows(points, labelled, { kernels, signal });
  return Float64Array.from(squared, (value) => Math.exp(-value / (radius * radius)));
}

function byBound(bounds: Float64Array): number[] {
  return topIndices(bounds, bounds.length).reverse();
}

/** The candidate of the largest gain: no bound outside the blocks is above it. */
async function bestCandidate(state: State): Promise<Place | undefined> {
  const { cover, order, keptColumns } = state;
  const affordable = Math.ceil(BLOCK_FLOATS / Math.max(1, cover.length));
  const width = Math.min(MOST_COLUMNS, affordable, Math.ceil(keptColumns / 8));
  for (;;) {
    const best = largestGain(state.blocks);
    const next = order[order.length - 1];
    if (next === undefined || (best && !comesFirst(state, next, best))) return best;
    makeRoom(state, width);
    const rows = order.splice(-width).reverse();
    state.blocks.push(await openBlock(state, rows));
  }
}

/** Whether a candidate outside may be better than the best inside; of equals the lowest row is. */
function comesFirst({ bounds }: State, row: number, { block, column }: Place): boolean {
  const lead = bounds[row]! - block.gains[column]!;
  return lead > 0 || (lead === 0 && row < block.rows[column]!);
}

/** Of equal gains the lowest row. */
function largestGain(blocks: readonly Block[]): Place | undefined {
  let best: Place | undefined;
  let most = -Infinity;
  for (const block of blocks) {
    for (let column = 0; column < block.rows.length; column++) {
      const gain = block.gains[column]!;
      if (gain < most || gain === -Infinity) continue;
      if (gain === most && best && best.block.rows[best.column]! < block.rows[column]!) continue;
      best = { block, column };
      most = gain;
    }
  }
  return best;
}

async function openBlock(state: State, rows: readonly number[]): Promise<Block> {
  const { task, pointNorms, cover } = state;
  const candidates = takeRows(task.candidates, rows);
  const { data } = await task.kernels.similarities({ ...task, candidates, pointNorms });
  const gains = new Float64Array(rows.length);
  for (let i = 0, at = 0; i < cover.length; i++) {
    const [covered, weight] = [cover[i]!, task.weights[i]!];
    for (let column = 0; column < rows.length; column++, at++) {
      const similarity = data[at]!;
      if (similarity > covered) gains[column]! += weight * (similarity - covered);
    }
  }
  return { rows, similarities: data, gains };
}

/**
 * Drops the lower half of the gains when new columns would not fit; the gains become bounds. The
 * best candidate always stays, so that the search for it ends.
 */
function makeRoom({ blocks, bounds, order, keptColumns }: State, columns: number): void {
  const held = blocks.reduce((sum, { rows }) => sum + rows.length, 0);
  if (held + columns <= keptColumns) return;
  for (const { rows, gains } of blocks) {
    for (const [column, row] of rows.entries()) bounds[row] = gains[column]!;
  }
  const inside = blocks.flatMap(({ rows }) => rows).filter((row) => bounds[row]! > -Infinity);
  inside.sort((a, b) => bounds[b]! - bounds[a]! || a - b);
  const staying = new Set(inside.slice(0, Math.ceil(keptColumns / 2)));
  for (const block of blocks.splice(0)) {
    const high = [...block.rows.keys()].filter((column) => staying.has(block.rows[column]!));
    if (high.length > 0) blocks.push(narrowed(block, high));
  }
  order.push(...inside.slice(staying.size));
  order.sort((a, b) => bounds[a]! - bounds[b]! || b - a);
}

function narrowed({ rows, similarities, gains }: Block, columns: readonly number[]): Block {
  const points = similarities.length / rows.length;
  const kept = new Float32Array(points * columns.length);
  for (let i = 0, at = 0; i < points; i++) {
    const start = i * rows.length;
    for (const column of columns) kept[at++] = similarities[start + column]!;
  }
  return {
    rows: columns.map((column) => rows[column]!),
    similarities: kept,
    gains: Float64Array.from(columns, (column) => gains[column]!),
  };
}

/** Takes a candidate: raises the cover, and lowers all exact gains by what it now covers. */
function take({ blocks, cover, task }: State, { block, column }: Place): void {
  block.gains[column] = -Infinity;
  const width = block.rows.length;
  const better: number[] = [];
  for (let i = 0; i < cover.length; i++) {
    if (block.similarities[i * width + column]! > cover[i]!) better.push(i);
  }
  const after = Float32Array.from(better, (i) => block.similarities[i * width + column]!);
  for (const each of blocks) lowerGains(each, { better, after, cover, weights: task.weights });
  for (const [at, i] of better.entries()) cover[i] = after[at]!;
}

function lowerGains(
  { rows, similarities, gains }: Block,
  change: {
    better: readonly number[];
    after: Float32Array;
    cover: Float64Array;
    weights: Float64Array;
  },
): void {
  const { better, after, cover, weights } = change;
  const width = rows.length;
  for (let at = 0; at < better.length; at++) {
    const i = better[at]!;
    const [low, high, weight] = [cover[i]!, after[at]!, weights[i]!];
    const start = i * width;
    for (let column = 0; column < width; column++) {
      // Without a branch: half of the early ones would be mispredicted.
      const now = Math.max(low, Math.min(similarities[start + column]!, high));
      gains[column]! -= weight * (now - low);
    }
  }
}

function fillUp(picked: readonly number[], size: number, count: number): number[] {
  const taken = new Set(picked);
  const all = [...picked];
  for (let row = 0; all.length < count && row < size; row++) if (!taken.has(row)) all.push(row);
  return all;
}
